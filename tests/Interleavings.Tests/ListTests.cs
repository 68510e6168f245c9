using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Keys that lists have asked for get their promise when somebody asks for one of them alone, at whatever moment that is.</summary>
public class ListTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void E8_A_key_of_a_list_asked_for_alone_while_it_is_sent_and_answered(bool answersAtOnce) => Explore(2, run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = answersAtOnce, IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2]);
        run.Expect(many);
        run.Thread("sends", () => manual.Dispatch());
        run.Thread("one", () => backend.Load(users, 2));
        return () => CheckAll(backend, users, many, 1, 2);
    });

    [Fact]
    public void E8_Two_ask_for_a_key_of_a_list_while_it_is_answered() => Explore(1, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true, IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2]);
        run.Thread("sends", () => manual.Dispatch());
        run.Thread("one", () => backend.Load(users, 2));
        run.Thread("two", () => backend.Load(users, 2));
        return () => CheckAll(backend, users, many, 1, 2);
    });

    [Fact]
    public void E8_The_table_grows_while_the_keys_of_a_list_are_out() => Explore(1, static run =>
    {
        var backend = new Backend(run) { IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2]);
        run.Thread("sends", () => manual.Dispatch());
        run.Thread("grows", () => backend.Load(users, 3));
        run.Thread("one", () => backend.Load(users, 2));
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            CheckAll(backend, users, many, 1, 2);
        };
    });

    [Fact]
    public void E8_The_keys_of_a_list_move_while_they_are_out() => Explore(1, static run =>
    {
        // A key that was cleared is dropped when the table grows: those behind it move.
        var backend = new Backend(run) { IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        backend.Load(users, 9);
        manual.Dispatch();
        run.Settle();
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2, 3, 4]);
        manual.Dispatch();
        run.Thread("moves", () =>
        {
            users.Clear(9);
            foreach (int key in (int[])[5, 6, 7, 8])
                backend.Load(users, key);
        });
        run.Thread("one", () => backend.Load(users, 2));
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            CheckAll(backend, users, many, 1, 2, 3, 4);
        };
    });

    [Fact]
    public void E8_A_key_of_a_list_is_cleared_while_it_is_answered() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true, IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2]);
        Task<int>? again = null;
        run.Thread("sends", () => manual.Dispatch());
        run.Thread("clears", () => again = users.Clear(2).LoadAsync(2));
        return () =>
        {
            manual.Dispatch();
            Assert.Equal([100, 200], many.Result);
            Assert.Equal(2, again!.Result / 100);
            Assert.Same(again, users.LoadAsync(2));
        };
    });

    [Fact]
    public void E4_E8_The_parts_of_a_list_fail_and_succeed() => Explore(1, static run =>
    {
        var backend = new Backend(run) { Fails = static batch => batch.Keys.Contains(2) };
        BatchLoader<int, int> users = backend.Loader(options: new() { MaxBatchSize = 1 });
        Task<IReadOnlyList<int>>? many = null;
        Task<IReadOnlyList<LoadResult<int>>>? settled = null;
        run.Thread("many", () =>
        {
            run.Expect(many = users.LoadManyAsync([1, 2, 3]));
            run.Expect(settled = users.LoadManySettledAsync([4, 2]));
        });
        return () =>
        {
            Assert.IsType<InvalidOperationException>(many!.Exception!.InnerException);
            Assert.Equal(4, settled!.Result[0].Value / 100);
            Assert.NotNull(settled.Result[1].Error);
        };
    });

    [Fact]
    public void E8_The_end_of_the_scope_against_a_list() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2]);
        run.Expect(many);
        run.Thread("ends", scope.Dispose);
        run.Thread("one", () =>
        {
            try
            {
                run.Expect(users.LoadAsync(2));
            }
            catch (ObjectDisposedException)
            {
            }
        });
        return () => Assert.True(many.IsFaulted || many.Result is [100, 200]);
    });

    [Fact]
    public void X12_E8_A_list_of_two_batches_is_left_against_a_load_of_one_of_its_keys() => Explore(1, static run =>
    {
        var backend = new Backend(run) { IsPrompt = false, ObeysItsToken = true };
        var manual = new ManualBatchScheduler();
        var cancel = new CancellationTokenSource();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual, MaxBatchSize = 1 });
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2], cancel.Token);
        Task<int>? stays = null;
        run.Thread("leaves", cancel.Cancel);
        run.Thread("stays", () => stays = backend.Load(users, 2));
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            Assert.True(many.IsCanceled || many.IsCompletedSuccessfully);
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            backend.CheckValues();
        };
    });

    [Fact]
    public void S11_E8_The_caller_of_a_list_blocks_on_another_list_of_the_batch() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        run.HasClock = true;
        Task<IReadOnlyList<int>> one = users.LoadManyAsync([1, 2]);
        Task<IReadOnlyList<int>> two = users.LoadManyAsync([3]);
        run.Expect(one);
        run.Expect(two);
        Backend.Then(one, () => Run.BlockOn(two));
        return () =>
        {
            Assert.Equal([100, 200], one.Result);
            Assert.Equal([300], two.Result);
        };
    });

    // All have the value of one batch; a load of a key is the task that there was.
    private static void CheckAll(Backend backend, BatchLoader<int, int> users, Task<IReadOnlyList<int>> many, params int[] keys)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            Task<int> task = backend.Load(users, keys[i]);
            Assert.Same(task, users.LoadAsync(keys[i]));
            Assert.Equal(many.Result[i], task.Result);
        }

        backend.Check();
    }
}
