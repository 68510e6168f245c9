using DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Tests;

/// <summary>What docs/guide/n-plus-one.md says of transactions: a context for each batch does not see what the request has not committed.</summary>
[Collection(nameof(Stores))]
public sealed class UnitOfWorkTests(Stores stores)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_context_for_each_batch_does_not_see_what_is_not_committed(string database)
    {
        await using AsyncServiceScope request = stores[database].Services.CreateAsyncScope();
        ProductByIdLoader products = request.ServiceProvider.GetRequiredService<ProductByIdLoader>();
        StoreDb db = request.ServiceProvider.GetRequiredService<StoreDb>();
        string before = (await products.LoadAsync(42))!.Name;
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync();
        await db.Products.Where(product => product.Id == 42).ExecuteUpdateAsync(set => set.SetProperty(product => product.Name, "Not committed"));

        Assert.Equal(before, (await products.Clear(42).LoadAsync(42))!.Name);
        Assert.Equal("Not committed", (await OnContextOf(db).LoadAsync(42)).Name);
        await transaction.RollbackAsync();
    }

    // The request's own context: one batch at a time, and nothing else on it meanwhile.
    private static BatchLoader<int, Product> OnContextOf(StoreDb db)
        => BatchLoader.Create<int, Product>(
            async (ids, cancellationToken) =>
            {
                Dictionary<int, Product> rows = await db.Products.AsNoTracking().Where(product => ids.Contains(product.Id))
                    .ToDictionaryAsync(product => product.Id, cancellationToken);
                return [.. ids.Select(id => rows[id])];
            },
            new() { MaxConcurrentBatches = 1 });
}
