using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

/// <summary>A user's test of code that loads, under the context that xunit gives its tests: it posts what follows an await.</summary>
public sealed class RunnerTests
{
    [Fact]
    public async Task Test_that_counts_batches()
    {
        Assert.NotNull(SynchronizationContext.Current);
        await using ServiceProvider application = new ServiceCollection().AddShop().BuildServiceProvider(validateScopes: true);

        await Questions.EachTakesAsync(Questions.Ideal, application.GetRequiredService<Backend>(), async () =>
        {
            await using AsyncServiceScope services = application.CreateAsyncScope();
            LoaderScope scope = services.ServiceProvider.GetRequiredService<LoaderScope>();
            ItemViews views = services.ServiceProvider.GetRequiredService<ItemViews>();
            return await scope.RunAsync(() => views.DescribeAllAsync(Questions.Ids));
        });
    }
}
