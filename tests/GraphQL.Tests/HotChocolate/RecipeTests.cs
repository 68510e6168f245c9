using DataLoader;
using DataLoader.Workloads;
using HotChocolate.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace ShopGraphQL.Tests.HotChocolate;

/// <summary>The recipe of docs/guide/hot-chocolate.md around an executor that starts resolvers as Hot Chocolate's does: from a queue, on the pool.</summary>
public sealed class RecipeTests
{
    private const int Times = 1000;
    private const int Ideal = 4;

    [Fact]
    public Task A_backend_that_answers_at_once() => EachTakesTheIdealAsync(Backend.Sync);

    [Fact]
    public Task A_backend_that_yields() => EachTakesTheIdealAsync(Backend.Yield);

    [Fact]
    public async Task Cancelling_the_request_gives_up_its_batch()
    {
        using var giveUp = new CancellationTokenSource();
        await using ServiceProvider services = Services(async (keys, token) =>
        {
            giveUp.Cancel();
            await Task.Delay(Timeout.Infinite, token);
            return keys;
        });

        await using AsyncServiceScope request = services.CreateAsyncScope();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExecuteAsync(request.ServiceProvider, giveUp.Token));
    }

    private static async Task EachTakesTheIdealAsync(BatchFunction backend)
    {
        int batches = 0;
        await using ServiceProvider services = Services((keys, _) =>
        {
            Interlocked.Increment(ref batches);
            return backend(keys);
        });

        var counts = new List<int>();
        for (int i = 0; i < Times; i++)
        {
            batches = 0;
            await using AsyncServiceScope request = services.CreateAsyncScope();
            await ExecuteAsync(request.ServiceProvider, default);
            counts.Add(batches);
        }

        Assert.Equal([(Ideal, Times)], counts.CountBy(count => count).Select(it => (it.Key, it.Value)));
    }

    private static async Task ExecuteAsync(IServiceProvider services, CancellationToken requestAborted)
    {
        var listener = new LoaderListener();
        var context = new Context(services, requestAborted);
        var executor = new PumpExecutor(round =>
        {
            listener.StartProcessing(context);
            round();
            listener.StopProcessing(context);
        });
        await new LoaderMiddleware(it => new(executor.RunAsync(Users(it.RequestServices.GetRequiredService<Loaders>())))).InvokeAsync(context);
    }

    private static ServiceProvider Services(Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyList<int>>> backend)
    {
        var builder = new Builder();
        builder.AddBatchLoaderExecution();
        builder.Services.AddScoped(_ => new LoaderScope()).AddScoped(provider => new Loaders(backend, provider.GetRequiredService<LoaderScope>()));
        return ((ServiceCollection)builder.Services).BuildServiceProvider(validateScopes: true);
    }

    // users(first: 20) { friends { bestFriend { orders } } }: 200 friends, of whom 120 are different, and 40 best friends.
    private static IEnumerable<Node> Users(Loaders loaders)
    {
        return Nodes(20, User);

        Node User(int user) => new(() => loaders.User.LoadAsync(user), _ => Nodes(10, i => Friend(((user * 10) + i) % 120)));
        Node Friend(int friend) => new(() => loaders.Friend.LoadAsync(friend), id => [Best(id % 40)]);
        Node Best(int friend) => new(() => loaders.Best.LoadAsync(friend), id => [Orders(id)]);
        Node Orders(int user) => new(() => loaders.Orders.LoadAsync(user));
        static IEnumerable<Node> Nodes(int count, Func<int, Node> node) => Enumerable.Range(0, count).Select(node);
    }

    private sealed class Loaders(Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyList<int>>> backend, LoaderScope scope)
    {
        public BatchLoader<int, int> User { get; } = BatchLoader.Create(backend, scope: scope);

        public BatchLoader<int, int> Friend { get; } = BatchLoader.Create(backend, scope: scope);

        public BatchLoader<int, int> Best { get; } = BatchLoader.Create(backend, scope: scope);

        public BatchLoader<int, int> Orders { get; } = BatchLoader.Create(backend, scope: scope);
    }

    private sealed class Context(IServiceProvider services, CancellationToken requestAborted) : RequestContext
    {
        public override IServiceProvider RequestServices => services;

        public override CancellationToken RequestAborted => requestAborted;
    }

    private sealed class Builder : global::HotChocolate.IRequestExecutorBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
