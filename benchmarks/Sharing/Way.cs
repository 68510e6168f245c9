using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.SharingBenchmarks;

/// <summary>One way to answer a request.</summary>
internal sealed record Way(string Name, Func<IServiceProvider, int[], Task> RunAsync)
{
    /// <summary>A query for each key, as it is written without loaders.</summary>
    public static Way QueryForEachKey { get; } = new("a query for each key", static (provider, ids) =>
    {
        var db = provider.GetRequiredService<Database>();
        return Request.RunAsync(
            ids,
            async id => (await db.UsersAsync([id], CancellationToken.None))[id],
            async id => [.. (await db.FriendsAsync([id], CancellationToken.None))[id]],
            async id => [.. (await db.OrdersAsync([id], CancellationToken.None))[id]]);
    });

    /// <summary>Loaders whose calls are a request's own.</summary>
    public static Way Loaders { get; } = new("loaders", static (provider, ids) => RunInScopeAsync(
        provider, ids, provider.GetRequiredService<UserLoader>(), provider.GetRequiredService<FriendsLoader>(), provider.GetRequiredService<OrdersLoader>()));

    /// <summary>The same whose calls are shared.</summary>
    public static Way Shared { get; } = new("loaders, `Sharing`", static (provider, ids) => RunInScopeAsync(
        provider,
        ids,
        provider.GetRequiredService<SharedUserLoader>(),
        provider.GetRequiredService<SharedFriendsLoader>(),
        provider.GetRequiredService<SharedOrdersLoader>()));

    private static Task RunInScopeAsync(
        IServiceProvider provider,
        int[] ids,
        BatchLoader<int, User> users,
        BatchLoader<int, IReadOnlyList<int>> friends,
        BatchLoader<int, IReadOnlyList<int>> orders)
        => provider.GetRequiredService<LoaderScope>().RunAsync(() => Request.RunAsync(ids, users.LoadAsync, friends.LoadAsync, orders.LoadAsync));
}
