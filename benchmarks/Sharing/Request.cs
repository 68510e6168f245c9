using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.SharingBenchmarks;

/// <summary>One request: five users, their friends, these as users, and their orders. Four levels, three loaders, some 60 keys.</summary>
internal static class Request
{
    public static async Task RunAsync(IServiceProvider root, bool isShared, Random random)
    {
        await using AsyncServiceScope services = root.CreateAsyncScope();
        IServiceProvider provider = services.ServiceProvider;
        var scope = provider.GetRequiredService<LoaderScope>();
        (BatchLoader<int, User> users, BatchLoader<int, IReadOnlyList<int>> friends, BatchLoader<int, IReadOnlyList<int>> orders) = isShared
            ? ((BatchLoader<int, User>)provider.GetRequiredService<SharedUserLoader>(),
                (BatchLoader<int, IReadOnlyList<int>>)provider.GetRequiredService<SharedFriendsLoader>(),
                (BatchLoader<int, IReadOnlyList<int>>)provider.GetRequiredService<SharedOrdersLoader>())
            : (provider.GetRequiredService<UserLoader>(), provider.GetRequiredService<FriendsLoader>(), provider.GetRequiredService<OrdersLoader>());
        int[] ids = [.. Enumerable.Range(0, 5).Select(_ => random.Next(1, Tables.Users + 1))];
        await scope.RunAsync(() => Task.WhenAll(ids.Select(id => UserAsync(id, users, friends, orders))));
    }

    private static async Task UserAsync(
        int id, BatchLoader<int, User> users, BatchLoader<int, IReadOnlyList<int>> friends, BatchLoader<int, IReadOnlyList<int>> orders)
    {
        User user = await users.LoadAsync(id);
        IReadOnlyList<int> known = await friends.LoadAsync(user.Id);
        await Task.WhenAll(known.Select(async friend => await orders.LoadAsync((await users.LoadAsync(friend)).Id)));
    }
}
