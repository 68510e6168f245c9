using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Loads from several threads: through the table, the dispatcher, the look, the batch and back. No watchdog: nothing depends on it.</summary>
public class LoadTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void A10_X1_Loads_of_one_key_get_one_task() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader();
        Task<int>? one = null;
        Task<int>? two = null;
        run.Thread("one", () => one = backend.Load(users, 1));
        run.Thread("two", () => two = backend.Load(users, 1));
        return () =>
        {
            Assert.Same(one, two);
            Assert.Same(one, users.LoadAsync(1));
            backend.Check();
        };
    });

    [Fact]
    public void S9_Loads_of_different_keys_are_each_sent_once() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader();
        run.Thread("one", () => backend.Load(users, 1));
        run.Thread("two", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void S9_Loads_of_three_threads_are_each_sent_once() => Explore(0, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader();
        run.Thread("one", () => backend.Load(users, 1));
        run.Thread("two", () =>
        {
            backend.Load(users, 2);
            backend.Load(users, 1);
        });
        run.Thread("three", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void E5_S9_Many_keys_against_one_of_them(bool comparer) => Explore(2, run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader(
            options: new() { KeyComparer = comparer ? EqualityComparer<int>.Create(static (one, other) => one == other, static key => key) : null });
        Task<int>? one = null;
        Task<IReadOnlyList<int>>? many = null;
        run.Thread("many", () => run.Expect(many = users.LoadManyAsync([1, 2])));
        run.Thread("one", () => one = backend.Load(users, 2));
        return () =>
        {
            backend.Note(1, users.LoadAsync(1));
            Assert.Equal([users.LoadAsync(1).Result, one!.Result], many!.Result);
            backend.Check();
        };
    });

    [Fact]
    public void E5_S9_Many_keys_against_many() => Explore(1, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true, IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<IReadOnlyList<int>>? one = null;
        Task<IReadOnlyList<int>>? two = null;
        run.Thread("one", () => one = users.LoadManyAsync([1, 2, 3]));
        run.Thread("two", () => two = users.LoadManyAsync([4, 2, 5]));
        run.Thread("sends", () => manual.Dispatch());
        return () =>
        {
            manual.Dispatch();
            foreach (int key in (int[])[1, 2, 3, 4, 5])
                backend.Load(users, key);
            backend.Check();
            Assert.Equal(one!.Result[1], two!.Result[1]);
        };
    });

    [Fact]
    public void A14_Callers_who_load_in_turn_on_two_threads() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader();
        run.Thread("one", () => Twice(1));
        run.Thread("two", () => Twice(2));
        return () => backend.Check();

        void Twice(int key)
            => Backend.Then(backend.Load(users, key), () => backend.Load(users, key + 10));
    });

    [Fact]
    public void B6_B7_With_the_cache_off_each_load_is_sent() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader(options: new() { Cache = false });
        Task<int>? one = null;
        Task<int>? two = null;
        run.Thread("one", () => one = backend.Load(users, 1));
        run.Thread("two", () => two = backend.Load(users, 1));
        return () =>
        {
            Assert.NotSame(one, two);
            backend.Check();
        };
    });

    [Fact]
    public void B14_A_map_is_called_by_one_thread_at_a_time() => Explore(1, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader(options: new() { CacheMap = new MapCache() });
        Task<int>? one = null;
        Task<int>? two = null;
        run.Thread("one", () => one = backend.Load(users, 1));
        run.Thread("two", () => two = backend.Load(users, 1));
        run.Thread("three", () => backend.Load(users, 2));
        return () =>
        {
            Assert.Same(one, two);
            backend.Check();
        };
    });

    [Fact]
    public void B14_U6_A_map_with_a_batch_that_fails_and_a_clear() => Explore(1, static run =>
    {
        var backend = new Backend(run) { Fails = static batch => batch.Number == 0 };
        BatchLoader<int, int> users = backend.Loader(options: new() { CacheMap = new MapCache() });
        Task<int>? again = null;
        backend.Load(users, 1);
        run.Thread("again", () =>
        {
            users.Clear(1);
            again = backend.Load(users, 1);
        });
        return () =>
        {
            if (again!.IsCompletedSuccessfully)
                Assert.Same(again, users.LoadAsync(1));
            backend.Check();
        };
    });

    [Fact]
    public void U4_One_batch_at_a_time() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(options: new() { MaxConcurrentBatches = 1, MaxBatchSize = 1 });
        run.Thread("one", () =>
        {
            backend.Load(users, 1);
            backend.Load(users, 2);
        });
        run.Thread("two", () => backend.Load(users, 3));
        return () =>
        {
            Assert.Equal(1, backend.MostRunningBatches);
            backend.Check();
        };
    });

    [Fact]
    public void U4_A_batch_that_ends_while_the_next_one_is_cut() => Explore(2, static run =>
    {
        var backend = new Backend(run);
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { MaxConcurrentBatches = 1, Scheduler = manual });
        backend.Load(users, 1);
        manual.Dispatch();
        run.Thread("next", () =>
        {
            backend.Load(users, 2);
            manual.Dispatch();
        });
        return () =>
        {
            Assert.Equal(1, backend.MostRunningBatches);
            backend.Check();
        };
    }, most: 60_000);
}
