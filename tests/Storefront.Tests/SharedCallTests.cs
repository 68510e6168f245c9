using System.Data.Common;
using DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Tests;

/// <summary>Requests that ask for products at the same time share a call, and see it.</summary>
[Collection(nameof(Stores))]
public sealed class SharedCallTests(Stores stores)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Requests_that_wait_for_products_share_a_statement(string database)
    {
        var gate = new Gate();
        using StorefrontApp app = new(
            database,
            stores.Connection(database),
            configure: services => services
                .ConfigureDbContext<StoreDb>(options => options.AddInterceptors(gate))
                .AddSingleton(new SharedBatchesOptions { MaxConcurrentBatches = 1, MaxWait = Timeout.InfiniteTimeSpan }));

        // The first one's statement is held; what the others ask for waits meanwhile.
        List<(AsyncServiceScope Services, Task<Product?> Load)> requests = [];
        foreach (int id in (int[])[1, 2, 3, 2])
        {
            AsyncServiceScope services = app.Services.CreateAsyncScope();
            using (services.ServiceProvider.GetRequiredService<LoaderScope>().OpenFrame())
                requests.Add((services, services.ServiceProvider.GetRequiredService<ProductByIdLoader>().LoadAsync(id)));
        }

        await gate.Reached.WaitAsync(TimeSpan.FromMinutes(1));
        gate.Open();
        Product?[] products = await Task.WhenAll(requests.Select(request => request.Load)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([1, 2, 3, 2], products.Select(product => product?.Id ?? 0));
        Assert.Equal(2, gate.Statements);
        Assert.Equal([1, 3, 3, 3], requests.Select(request => request.Services.ServiceProvider.GetRequiredService<LoaderScope>().Receipts.Single().Requests));
        foreach ((AsyncServiceScope services, _) in requests)
            await services.DisposeAsync();
    }

    [Theory, OnSqlite]
    public async Task A_setting_keeps_requests_from_sharing(string database)
    {
        await using var app = stores[database].WithWebHostBuilder(builder => builder.UseSetting("ShareBatches", "false"));
        Assert.Equal(int.MaxValue, app.Services.GetRequiredService<SharedBatchesOptions>().MaxConcurrentBatches);
        Assert.Null(stores[database].Services.GetService<SharedBatchesOptions>());
    }

    /// <summary>Holds the first statement that asks for products.</summary>
    private sealed class Gate : DbCommandInterceptor
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _statements;

        public Task Reached => _reached.Task;

        public int Statements => Volatile.Read(ref _statements);

        public void Open() => _open.SetResult();

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("\"Products\"", StringComparison.Ordinal) && Interlocked.Increment(ref _statements) == 1)
            {
                _reached.SetResult();
                await _open.Task;
            }

            return result;
        }
    }
}
