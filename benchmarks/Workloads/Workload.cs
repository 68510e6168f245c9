using System.Diagnostics;

namespace DataLoader.Workloads;

/// <summary>A way to ask for keys, and how many batches it should cost.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Ideal">How many batches are ideal, over all its requests.</param>
/// <param name="Exact">Whether a root frame guarantees the ideal.</param>
/// <param name="RunAsync">Runs it once. Makes its requests with the given function and returns how many batches they cost.</param>
public sealed record Workload(string Name, string Description, int Ideal, bool Exact, Func<Func<Request>, Task<int>> RunAsync)
{
    /// <summary>Whether it is about the first run of a process, so that each run needs a process of its own.</summary>
    public bool IsCold { get; init; }

    /// <summary>All workloads.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("W0", "100 single loads one after the other, fresh loaders", 100, true, SequentialAsync),
        One("W1s", "1000 loads, backend answers at once", 1, true, request => Flat(request, Backend.Sync, 0)),
        One("W1", "1000 loads, backend 1 ms", 1, true, request => Flat(request, Backend.Delay(1), 0)),
        One("W1u", "1000 loads, 2 us of work before each", 1, true, request => Flat(request, Backend.Delay(1), 2)),
        One("W1v", "1000 loads, 20 us of work before each", 1, true, request => Flat(request, Backend.Delay(1), 20)),
        One("W2", "users, 10 friends each, best friend; 100 users, backend 1 ms", 3, true, request => Nested(request, Backend.Delay(1), Hop.None)),
        One("W2y", "W2, backend yields", 3, true, request => Nested(request, Backend.Yield, Hop.None)),
        One("W3", "100 loads over A (1 ms), 100 over B (5 ms), then C", 2, false, request => TwoIntoOne(request, Backend.Delay(1), Backend.Delay(5))),
        One("W3e", "W3 with A and B of 1 ms", 1, false, request => TwoIntoOne(request, Backend.Delay(1), Backend.Delay(1))),
        One("W3y", "W3 with A and B that yield", 1, false, request => TwoIntoOne(request, Backend.Yield, Backend.Yield)),
        One("W4", "chain of 1000, backend answers at once", 1000, true, request => ChainAsync(request, Backend.Sync)),
        One("W4y", "chain of 1000, backend yields", 1000, true, request => ChainAsync(request, Backend.Yield)),
        One("W5", "four levels: at once, yield, at once, 1 ms; 100 x 2", 4, true, FourLevels),
        new("W6", "50 requests at the same time, 20 users, four levels, backend 1 ms", 200, false, ManyRequestsAsync),
        One("W7a", "W2 with ConfigureAwait(false)", 3, true, request => Nested(request, Backend.Delay(1), Hop.ConfigureAwait)),
        One("W7y", "W2 with a foreign Task.Yield before level 2", 3, false, request => Nested(request, Backend.Delay(1), Hop.Yield)),
        One("W7d", "W2 with a foreign Task.Delay(1) before level 2", 3, false, request => Nested(request, Backend.Delay(1), Hop.Delay)),
        One("W7b", "1000 times Task.Run", 1, false, TaskRuns),
        One("W7c", "Parallel.ForEachAsync over 1000, degree 100", 10, false, ParallelAsync),
        One("W8", "six flows over users 1,1,1,2,2,3, then a second loader", 1, false, SharedTasks),
        One("W9", "100 users, half of them primed, then friends", 1, false, HalfWarm),
        .. ServerWorkloads.All,
    ];

    private enum Hop
    {
        None,
        ConfigureAwait,
        Yield,
        Delay,
    }

    /// <summary>A workload of one request, whose body runs in the root frame if there is one.</summary>
    internal static Workload One(string name, string description, int ideal, bool exact, Func<Request, Task> body)
        => Bare(name, description, ideal, exact, request => request.RunAsync(() => body(request)));

    /// <summary>A workload of one request that opens its root frame itself.</summary>
    internal static Workload Bare(string name, string description, int ideal, bool exact, Func<Request, Task> body)
        => new(name, description, ideal, exact, async newRequest =>
        {
            Request request = newRequest();
            using var end = request as IDisposable;
            await body(request).ConfigureAwait(false);
            return request.Batches;
        });

    /// <summary>Many pieces of work, all started by this thread, one after the other.</summary>
    internal static Task Each(int count, Func<int, Task> body)
    {
        var tasks = new Task[count];
        for (int i = 0; i < tasks.Length; i++)
            tasks[i] = body(i);
        return Task.WhenAll(tasks);
    }

    private static async Task<int> SequentialAsync(Func<Request> newRequest)
    {
        int batches = 0;
        for (int i = 0; i < 100; i++)
        {
            Request request = newRequest();
            using var end = request as IDisposable;
            ILoads loader = request.Loader(Backend.Sync);
            await request.RunAsync(() => loader.LoadAsync(1)).ConfigureAwait(false);
            batches += request.Batches;
        }

        return batches;
    }

    private static Task Flat(Request request, BatchFunction backend, int microseconds)
    {
        ILoads loader = request.Loader(backend);
        var loads = new Task[1000];
        for (int i = 0; i < loads.Length; i++)
        {
            Work(microseconds);
            loads[i] = loader.LoadAsync(i);
        }

        return Task.WhenAll(loads);
    }

    private static Task Nested(Request request, BatchFunction backend, Hop hop)
    {
        ILoads users = request.Loader(backend);
        ILoads friends = request.Loader(backend);
        ILoads best = request.Loader(backend);
        return Each(100, UserAsync);

        async Task UserAsync(int user)
        {
            bool context = hop != Hop.ConfigureAwait;
            await users.LoadAsync(user).ConfigureAwait(context);
            if (hop == Hop.Yield)
                await Task.Yield();
            else if (hop == Hop.Delay)
                await Task.Delay(1).ConfigureAwait(false);
            await Each(10, async friend =>
            {
                int id = await friends.LoadAsync((user * 10) + friend).ConfigureAwait(context);
                await best.LoadAsync(id).ConfigureAwait(context);
            }).ConfigureAwait(context);
        }
    }

    private static Task TwoIntoOne(Request request, BatchFunction backendOfA, BatchFunction backendOfB)
    {
        ILoads a = request.Loader(backendOfA, counted: false);
        ILoads b = request.Loader(backendOfB, counted: false);
        ILoads c = request.Loader(Backend.Delay(1));
        return Each(200, async i => await c.LoadAsync(await (i % 2 == 0 ? a : b).LoadAsync(i).ConfigureAwait(false)).ConfigureAwait(false));
    }

    private static async Task ChainAsync(Request request, BatchFunction backend)
    {
        ILoads loader = request.Loader(backend);
        for (int i = 0; i < 1000; i++)
            await loader.LoadAsync(i).ConfigureAwait(false);
    }

    private static Task FourLevels(Request request)
    {
        ILoads[] levels = [.. new[] { Backend.Sync, Backend.Yield, Backend.Sync, Backend.Delay(1) }.Select(backend => request.Loader(backend))];
        return Each(100, async i =>
        {
            await levels[0].LoadAsync(i).ConfigureAwait(false);
            await Each(2, async j =>
            {
                int key = (i * 2) + j;
                for (int level = 1; level < levels.Length; level++)
                    key = await levels[level].LoadAsync(key).ConfigureAwait(false);
            }).ConfigureAwait(false);
        });
    }

    private static async Task<int> ManyRequestsAsync(Func<Request> newRequest)
    {
        int[] batches = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(OneAsync))).ConfigureAwait(false);
        return batches.Sum();

        async Task<int> OneAsync()
        {
            Request request = newRequest();
            using var end = request as IDisposable;
            ILoads[] levels = [.. Enumerable.Range(0, 4).Select(_ => request.Loader(Backend.Delay(1)))];
            await request.RunAsync(() => Each(20, async i =>
            {
                int key = i;
                foreach (ILoads level in levels)
                    key = await level.LoadAsync(key).ConfigureAwait(false);
            })).ConfigureAwait(false);
            return request.Batches;
        }
    }

    private static Task TaskRuns(Request request)
    {
        ILoads loader = request.Loader(Backend.Delay(1));
        return Each(1000, i => Task.Run(() => loader.LoadAsync(i)));
    }

    private static Task ParallelAsync(Request request)
    {
        ILoads loader = request.Loader(Backend.Delay(1));
        var options = new ParallelOptions { MaxDegreeOfParallelism = 100 };
        return Parallel.ForEachAsync(Enumerable.Range(0, 1000), options, async (i, _) => await loader.LoadAsync(i).ConfigureAwait(false));
    }

    private static Task SharedTasks(Request request)
    {
        int[] user = [1, 1, 1, 2, 2, 3];
        ILoads users = request.Loader(Backend.Yield, counted: false);
        ILoads friends = request.Loader(Backend.Yield);
        return Each(6, async i =>
        {
            await users.LoadAsync(user[i]).ConfigureAwait(false);
            await friends.LoadAsync(i).ConfigureAwait(false);
        });
    }

    private static Task HalfWarm(Request request)
    {
        ILoads users = request.Loader(Backend.Delay(1), counted: false);
        ILoads friends = request.Loader(Backend.Delay(1));
        for (int i = 0; i < 100; i += 2)
            users.Prime(i, i);
        return Each(100, async i => await friends.LoadAsync(await users.LoadAsync(i).ConfigureAwait(false)).ConfigureAwait(false));
    }

    /// <summary>Keeps the core busy.</summary>
    internal static void Work(int microseconds)
    {
        if (microseconds == 0)
            return;
        long end = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * microseconds / 1_000_000);
        while (Stopwatch.GetTimestamp() < end)
        {
        }
    }
}
