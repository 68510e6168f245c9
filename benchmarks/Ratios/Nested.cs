using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>100 users, 10 friends of each, the best friend of each friend: three levels, so three batches are ideal. The backend yields.</summary>
internal static class Nested
{
    private const int Users = 100;
    private const int Friends = 10;
    private static int s_batches;

    public static void Run(Report report)
    {
        report.Table("nested fan-out, ns per load of 2,100, batches (3 are ideal)");
        var batches = new Dictionary<string, List<int>>();

        // Several runs in a sample: a single one would pay for the workers and the garbage that the contender before it left behind.
        Sample[] samples = Sampling.TakeWall(
            Users + (2 * Users * Friends),
            20,
            101,
            Contender(batches, "pool", () => With(new PoolLoader<int, int[]>(FriendsAsync).LoadAsync, new PoolLoader<int, int>(BestAsync).LoadAsync, new PoolLoader<int, int>(UserAsync).LoadAsync)),
            Contender(batches, "naive", () => With(new NaiveLoader<int, int[]>(FriendsAsync).LoadAsync, new NaiveLoader<int, int>(BestAsync).LoadAsync, new NaiveLoader<int, int>(UserAsync).LoadAsync)),
            Contender(batches, "ours", () => Ours(framed: false)),
            Contender(batches, "ours-frame", () => Ours(framed: true)));
        report.Row("nested", "W2y", samples);
        foreach ((string name, List<int> counts) in batches)
        {
            int[] sorted = [.. counts.Order()];
            report.Note($"  {name}: batches min {sorted[0]} median {sorted[sorted.Length / 2]} max {sorted[^1]} over {sorted.Length} runs");
        }

        Sample best = samples.MinBy(it => it.LowerQuartile)!;
        report.Time("nested fan-out in a frame / best", samples[3], best, 1.15);
        report.Time("nested fan-out without frame / best", samples[2], best, 1.15);
        report.AtMost("nested fan-out in a frame, most batches", batches["ours-frame"].Max(), 3, "batches");
        List<int> open = [.. batches["ours"].Order()];
        report.AtMost("nested fan-out without frame, median batches", open[open.Count / 2], 3, "batches");
    }

    private static (string Name, Action Op) Contender(Dictionary<string, List<int>> batches, string name, Func<Task> body)
    {
        var counts = new List<int>();
        batches.Add(name, counts);
        return (name, () =>
        {
            s_batches = 0;
            Dispatching.OnPool(body);
            counts.Add(s_batches);
        });
    }

    private static async Task Ours(bool framed)
    {
        using var scope = new LoaderScope();
        BatchLoader<int, int[]> friends = BatchLoader.Create<int, int[]>(FriendsAsync, null, scope);
        BatchLoader<int, int> best = BatchLoader.Create<int, int>(BestAsync, null, scope);
        BatchLoader<int, int> user = BatchLoader.Create<int, int>(UserAsync, null, scope);
        if (framed)
            await scope.RunAsync(() => With(friends.LoadAsync, best.LoadAsync, user.LoadAsync)).ConfigureAwait(false);
        else
            await With(friends.LoadAsync, best.LoadAsync, user.LoadAsync).ConfigureAwait(false);
    }

    private static Task With(Func<int, Task<int[]>> friends, Func<int, Task<int>> best, Func<int, Task<int>> user)
    {
        var users = new Task[Users];
        for (int i = 0; i < Users; i++)
            users[i] = OneUser(i, friends, best, user);
        return Task.WhenAll(users);
    }

    private static async Task OneUser(int id, Func<int, Task<int[]>> friends, Func<int, Task<int>> best, Func<int, Task<int>> user)
    {
        int[] ids = await friends(id).ConfigureAwait(false);
        var all = new Task[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            all[i] = OneFriend(ids[i], best, user);
        await Task.WhenAll(all).ConfigureAwait(false);
    }

    private static async Task OneFriend(int id, Func<int, Task<int>> best, Func<int, Task<int>> user)
    {
        if (await user(await best(id).ConfigureAwait(false)).ConfigureAwait(false) != id + 1)
            throw new InvalidOperationException("wrong values");
    }

    private static async Task<IReadOnlyList<int[]>> FriendsAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref s_batches);
        await Task.Yield();
        var friends = new int[ids.Count][];
        for (int i = 0; i < friends.Length; i++)
            friends[i] = [.. Enumerable.Range(ids[i] * Friends, Friends)];
        return friends;
    }

    private static async Task<IReadOnlyList<int>> BestAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref s_batches);
        await Task.Yield();
        var best = new int[ids.Count];
        for (int i = 0; i < best.Length; i++)
            best[i] = ids[i] + 1;
        return best;
    }

    private static async Task<IReadOnlyList<int>> UserAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref s_batches);
        await Task.Yield();
        var users = new int[ids.Count];
        for (int i = 0; i < users.Length; i++)
            users[i] = ids[i];
        return users;
    }
}
