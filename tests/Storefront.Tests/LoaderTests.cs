using DataLoader.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Tests;

/// <summary>The shop's batch methods on real databases: whatever a batch holds, each key has the same value.</summary>
[Collection(nameof(Stores))]
public sealed class LoaderTests(Stores stores)
{
    private static readonly int[] Ids = [42, 7, 99, 1, 63, 12];

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_loader_treats_each_key_as_if_it_were_alone(string database)
    {
        await using AsyncServiceScope request = stores[database].Services.CreateAsyncScope();
        T Get<T>() where T : notnull => request.ServiceProvider.GetRequiredService<T>();
        string[] skus = await Get<StoreDb>().Products.Where(product => Ids.Contains(product.Id)).OrderByDescending(product => product.Sku).Select(product => product.Sku).ToArrayAsync();

        await BatchLaws.CheckAsync(Get<CustomerByIdLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<OrderByIdLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<OrdersByCustomerLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<OrderPageByCustomerLoader>().With(new OrderPage(First: 2, Before: 3_000)), Ids);
        await BatchLaws.CheckAsync(Get<LinesByOrderLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<ProductByIdLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<ProductsBySupplierLoader>(), [3, 1, 2]);
        await BatchLaws.CheckAsync(Get<SupplierByIdLoader>(), [3, 1, 2]);
        await BatchLaws.CheckAsync(Get<RatingByProductLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<ReviewsByProductLoader>(), Ids);
        await BatchLaws.CheckAsync(Get<NewestReviewsByProductLoader>().With(new ReviewFilter(AboveStars: 2, First: 3)), Ids);
        await BatchLaws.CheckAsync(Get<StockBySkuLoader>(), skus);
    }
}
