namespace DataLoader.Workloads;

/// <summary>
/// W10 to W14: what servers do to loaders, without a server. Callers share keys, an executor decides when what is below a field begins, and a
/// <see cref="SynchronizationContext"/> moves what follows an await.
/// </summary>
internal static class ServerWorkloads
{
    private static readonly BatchFunction Wait = Backend.Delay(1);

    public static IReadOnlyList<Workload> All { get; } =
    [
        One("W10", "30 posts of 6 authors, then something of each post; backend 1 ms", 2, request => AuthorsOfPosts(request, Wait)),
        One("W10y", "W10, backend yields", 2, request => AuthorsOfPosts(request, Backend.Yield)),
        One("W10l", "60 posts, then 12 authors, 4 teams, 2 regions, then something of each post; backend 1 ms", 4, request => SharedLevels(request, Wait)),
        One("W10ly", "W10l, backend yields", 4, request => SharedLevels(request, Backend.Yield)),
        One("W11", "an executor by levels, the shop's query; backend 1 ms", 6, request => LevelExecutor.RunAsync(Shop(request, Wait))),
        One("W11s", "W11, backend answers at once", 6, request => LevelExecutor.RunAsync(Shop(request, Backend.Sync))),
        One("W11y", "W11, backend yields", 6, request => LevelExecutor.RunAsync(Shop(request, Backend.Yield))),
        One("W11w", "W11, 5 us of work for each value", 6, request => LevelExecutor.RunAsync(Shop(request, Wait, 5))),
        One("W12", "an executor with a loop of its own, frame in the loop; users, friends, best friend, orders; backend 1 ms", 4, request => Pump(request, Wait)),
        One("W12s", "W12, backend answers at once", 4, request => Pump(request, Backend.Sync)),
        One("W12y", "W12, backend yields", 4, request => Pump(request, Backend.Yield)),
        One("W12r", "W12, frame around the executor alone", 4, request => new PumpExecutor(static work => work()).RunAsync(Friends(request, Wait))) with { Exact = false },
        Posted("W13", "3 users, their bosses and theirs, under a context that posts in order; backend 1 ms", 3, workers: 1, users: 3),
        Posted("W13l", "W13, 100 users of 10 bosses", 3, workers: 1, users: 100),
        Posted("W13x", "W13l, the context has four threads", 3, workers: 4, users: 100),
        One("W14", "W11 in a cold process", 6, request => LevelExecutor.RunAsync(Shop(request, Wait))) with { Exact = false, IsCold = true },
    ];

    private static Workload One(string name, string description, int ideal, Func<Request, Task> body)
        => Workload.One(name, description, ideal, exact: true, body);

    private static Task AuthorsOfPosts(Request request, BatchFunction backend)
    {
        ILoads authors = request.Loader(backend);
        ILoads ofPost = request.Loader(backend);
        return Workload.Each(30, async post =>
        {
            await authors.LoadAsync(post % 6).ConfigureAwait(false);
            await ofPost.LoadAsync(post).ConfigureAwait(false);
        });
    }

    private static Task SharedLevels(Request request, BatchFunction backend)
    {
        ILoads authors = request.Loader(backend);
        ILoads teams = request.Loader(backend);
        ILoads regions = request.Loader(backend);
        ILoads ofPost = request.Loader(backend);
        return Workload.Each(60, async post =>
        {
            int author = await authors.LoadAsync(post % 12).ConfigureAwait(false);
            int team = await teams.LoadAsync(author % 4).ConfigureAwait(false);
            await regions.LoadAsync(team % 2).ConfigureAwait(false);
            await ofPost.LoadAsync(post).ConfigureAwait(false);
        });
    }

    // customers(first: 10) { orders { lines { product { supplier reviews { author } } } } }: 60 lines of 53 products of 20 suppliers.
    private static IEnumerable<Node> Shop(Request request, BatchFunction backend, int microseconds = 0)
    {
        ILoads orders = request.Loader(backend);
        ILoads lines = request.Loader(backend);
        ILoads products = request.Loader(backend);
        ILoads suppliers = request.Loader(backend);
        ILoads reviews = request.Loader(backend);
        ILoads authors = request.Loader(backend);
        return Nodes(10, Customer);

        Node Customer(int customer) => new(() => orders.LoadAsync(customer), _ => Nodes(3, i => Order((customer * 3) + i)), microseconds);
        Node Order(int order) => new(() => lines.LoadAsync(order), _ => Nodes(2, i => Line((order * 2) + i)), microseconds);
        Node Line(int line) => new(() => products.LoadAsync(line % 53), product => [Supplier(product), Reviews(product)], microseconds);
        Node Supplier(int product) => new(() => suppliers.LoadAsync(product % 20), null, microseconds);
        Node Reviews(int product) => new(() => reviews.LoadAsync(product), _ => Nodes(3, i => Author((product * 3) + i)), microseconds);
        Node Author(int review) => new(() => authors.LoadAsync(review % 100), null, microseconds);
    }

    private static Task Pump(Request request, BatchFunction backend)
        => new PumpExecutor(request.RunRound).RunAsync(Friends(request, backend));

    // users(first: 20) { friends { bestFriend { orders } } }: 200 friends, of whom 120 are different, and 40 best friends.
    private static IEnumerable<Node> Friends(Request request, BatchFunction backend)
    {
        ILoads users = request.Loader(backend);
        ILoads friends = request.Loader(backend);
        ILoads best = request.Loader(backend);
        ILoads orders = request.Loader(backend);
        return Nodes(20, User);

        Node User(int user) => new(() => users.LoadAsync(user), _ => Nodes(10, i => Friend(((user * 10) + i) % 120)));
        Node Friend(int friend) => new(() => friends.LoadAsync(friend), id => [Best(id % 40)]);
        Node Best(int friend) => new(() => best.LoadAsync(friend), id => [Orders(id)]);
        Node Orders(int user) => new(() => orders.LoadAsync(user));
    }

    // The frame is opened under the context, as in a test's method or a component's event.
    private static Workload Posted(string name, string description, int ideal, int workers, int users)
        => Workload.Bare(name, description, ideal, exact: false, request =>
        {
            ILoads people = request.Loader(Wait);
            ILoads bosses = request.Loader(Wait);
            ILoads theirs = request.Loader(Wait);
            return PostingContext.RunAsync(workers, () => request.RunAsync(() => Workload.Each(users, async user =>
            {
                int boss = await people.LoadAsync(user) % 10;
                await theirs.LoadAsync(await bosses.LoadAsync(boss));
            })));
        });

    private static IEnumerable<Node> Nodes(int count, Func<int, Node> node) => Enumerable.Range(0, count).Select(node);
}
