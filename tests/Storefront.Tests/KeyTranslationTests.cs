using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Tests;

/// <summary>What docs/guide/pages.md says of EF Core's translations: pages for each parent, keys of two columns, long lists of keys.</summary>
[Collection(nameof(Stores))]
public sealed class KeyTranslationTests(Stores stores)
{
    private static readonly (int OrderId, int Number)[] Lines = [(1, 1), (2, 1), (4711, 1)];

    [Theory, OnSqlite, OnPostgres]
    public async Task The_first_rows_of_each_parent_are_a_window_function(string database)
    {
        await using StoreDb db = Open(database);
        int[] ids = [1, 2, 3];
        var filter = new ReviewFilter(AboveStars: 4, First: 5);

        string sql = db.Products
            .Where(product => ids.Contains(product.Id))
            .SelectMany(product => db.Reviews
                .Where(review => review.ProductId == product.Id && ids.Contains(review.ProductId) && review.Stars > filter.AboveStars)
                .OrderByDescending(review => review.WrittenOn)
                .ThenBy(review => review.CustomerId)
                .Take(filter.First))
            .ToQueryString();

        Assert.Contains("ROW_NUMBER() OVER(PARTITION BY r.\"ProductId\" ORDER BY", sql.Replace("\"r\"", "r", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Skip_counts_for_each_parent_too(string database)
    {
        await using StoreDb db = Open(database);
        int[] ids = [1, 2, 3];

        List<Order> second = await db.Customers
            .Where(customer => ids.Contains(customer.Id))
            .SelectMany(customer => db.Orders.Where(order => order.CustomerId == customer.Id).OrderBy(order => order.Id).Skip(2).Take(2))
            .ToListAsync();

        foreach (int id in ids)
        {
            int[] all = await db.Orders.Where(order => order.CustomerId == id).OrderBy(order => order.Id).Select(order => order.Id).ToArrayAsync();
            Assert.Equal(all[2..4], second.Where(order => order.CustomerId == id).Select(order => order.Id).Order());
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_list_of_pairs_is_not_translated(string database)
    {
        await using StoreDb db = Open(database);
        var pairs = Lines.Select(line => new { line.OrderId, line.Number }).ToList();

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.OrderLines.Where(line => pairs.Contains(new { line.OrderId, line.Number })).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_list_for_each_column_is_one_statement_with_more_rows(string database)
    {
        await using StoreDb db = Open(database);
        int[] orders = [.. Lines.Select(line => line.OrderId)];
        int[] numbers = [.. Lines.Select(line => line.Number)];

        List<OrderLine> rows = await db.OrderLines.Where(line => orders.Contains(line.OrderId) && numbers.Contains(line.Number)).ToListAsync();

        Assert.Subset(rows.Select(line => (line.OrderId, line.Number)).ToHashSet(), Lines.ToHashSet());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_number_made_of_both_columns_is_translated(string database)
    {
        await using StoreDb db = Open(database);
        long[] keys = [.. Lines.Select(line => (line.OrderId * 1_000L) + line.Number)];

        List<OrderLine> rows = await db.OrderLines.Where(line => keys.Contains((line.OrderId * 1_000L) + line.Number)).ToListAsync();

        Assert.Equal(Lines, rows.Select(line => (line.OrderId, line.Number)).Order());
    }

    [Theory, OnSqlite]
    public async Task SQLite_takes_a_parameter_for_each_key(string database)
    {
        await using StoreDb db = Open(database);
        int[] ids = [1, 2, 3];
        Assert.DoesNotContain("json_each", db.Orders.Where(order => ids.Contains(order.Id)).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("json_each", db.Orders.Where(order => EF.Parameter(ids).Contains(order.Id)).ToQueryString(), StringComparison.Ordinal);
        int[] many = [.. Enumerable.Range(1, 40_000)];
        Assert.Equal(Catalogue.OrderCount, await db.Orders.CountAsync(order => EF.Parameter(many).Contains(order.Id)));
    }

    [Theory, OnPostgres]
    public async Task PostgreSQL_takes_an_array(string database)
    {
        await using StoreDb db = Open(database);
        int[] many = [.. Enumerable.Range(1, 70_000)];
        Assert.Contains("= ANY (", db.Orders.Where(order => many.Contains(order.Id)).ToQueryString(), StringComparison.Ordinal);
        Assert.Equal(Catalogue.OrderCount, await db.Orders.CountAsync(order => many.Contains(order.Id)));
    }

    private StoreDb Open(string database) => stores[database].Services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
}
