namespace DataLoader.Tests;

/// <summary>Invariants of dispatch that no test of a single feature shows.</summary>
public class InvariantTests
{
    [Fact]
    public Task N1_A_load_outside_every_frame_is_sent_without_being_asked() => Isolated.Run(async () =>
    {
        var loader = BatchLoader.Create<int, int>(static (keys, _) => Task.FromResult(keys));

        Assert.Equal(1, await loader.LoadAsync(1));
    });

    [Fact]
    public Task N3_No_code_of_the_users_runs_under_a_lock() => Isolated.Run(async () =>
    {
        // Each piece of foreign code has another thread use the loader and its scope, and waits for it: under a lock it would wait for ever.
        using var scope = new LoaderScope();
        BatchLoader<int, int> loader = null!;
        var foreign = new Foreign(() =>
        {
            loader.Clear(100);
            using (scope.OpenFrame())
                _ = loader.LoadAsync(200);
        });
        loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                foreign.Run("batch method");
                return Task.FromResult(keys);
            },
            new() { KeyComparer = foreign, Scheduler = foreign.Scheduler },
            scope);

        Task<int> load = loader.LoadAsync(1);
        Task continued = load.ContinueWith(_ => foreign.Run("continuation"), TaskContinuationOptions.ExecuteSynchronously);
        loader.Prime(2, 2);
        loader.Clear(2);
        await loader.LoadManyAsync([1, 3]);
        await continued;

        Assert.Equal(["batch method", "comparer", "continuation", "hash", "scheduler"], foreign.Seen.Order());
    });

    private sealed class Foreign : IEqualityComparer<int>
    {
        private readonly Action _elsewhere;
        private readonly HashSet<string> _seen = [];

        public Foreign(Action elsewhere)
        {
            _elsewhere = elsewhere;
            Scheduler = new AtOnce(this);
        }

        public BatchScheduler Scheduler { get; }

        public IReadOnlyCollection<string> Seen => _seen;

        public bool Equals(int x, int y)
        {
            Run("comparer");
            return x == y;
        }

        public int GetHashCode(int obj)
        {
            Run("hash");
            return 0;
        }

        // Once each: the other thread calls foreign code too.
        public void Run(string place)
        {
            lock (_seen)
            {
                if (!_seen.Add(place))
                    return;
            }

            var thread = new Thread(() => _elsewhere());
            thread.Start();
            thread.Join();
        }

        private sealed class AtOnce(Foreign foreign) : BatchScheduler
        {
            protected internal override void Schedule(PendingBatch batch)
            {
                foreign.Run("scheduler");
                batch.Dispatch();
            }
        }
    }
}
