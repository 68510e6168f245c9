using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

public class ClearAndPrimeTests
{
    [Fact]
    public async Task C1_A_cleared_key_is_asked_for_again()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"]));
        await scheduler.DispatchFor(loader.Clear("A").LoadManyAsync(["A", "B"]));

        batch.AssertCalls(["A", "B"], ["A"]);
    }

    [Fact]
    public async Task C2_After_ClearAll_everything_is_asked_for_again()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"]));
        await scheduler.DispatchFor(loader.ClearAll().LoadManyAsync(["A", "B"]));

        batch.AssertCalls(["A", "B"], ["A", "B"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C1_C2_What_was_primed_is_forgotten_too(bool all)
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        loader.Prime(1, 10).PrimeError(2, new InvalidOperationException()).Prime(3, Task.FromResult(30));

        _ = all ? loader.ClearAll() : loader.Clear(1).Clear(2).Clear(3);

        Assert.Equal([1, 2, 3], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])));
        batch.AssertCalls([1, 2, 3]);
    }

    [Fact]
    public void C3_Clearing_an_unknown_key_does_nothing()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Assert.Same(loader, loader.Clear(1));
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public void C4_Clear_and_prime_return_the_loader()
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();

        Assert.Same(loader, loader.Clear(1));
        Assert.Same(loader, loader.ClearAll());
        Assert.Same(loader, loader.Prime(1, 1));
        Assert.Same(loader, loader.Prime(2, Task.FromResult(2)));
        Assert.Same(loader, loader.PrimeError(3, new InvalidOperationException()));
    }

    [Fact]
    public void C4_The_interface_returns_the_loader_too()
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();
        IBatchLoader<int, int> face = loader;

        Assert.Same(loader, face.Clear(1).ClearAll().Prime(1, 1).Prime(2, Task.FromResult(2)).PrimeError(3, new InvalidOperationException()));
    }

    [Fact]
    public async Task C5_A_primed_key_is_not_asked_for()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        loader.Prime("A", "A");

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        batch.AssertCalls(["B"]);
    }

    [Fact]
    public async Task C6_Priming_leaves_a_known_key_alone()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        loader.Prime("A", "X");
        Assert.Equal(["X", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        loader.Prime("A", "Y").Prime("B", "Y").Prime("B", Task.FromResult("Y")).PrimeError("B", new InvalidOperationException());

        Assert.Equal(["X", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        batch.AssertCalls(["B"]);
    }

    [Fact]
    public async Task C7_Clearing_first_forces_a_primed_value()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        loader.Prime("A", "X");
        await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"]));
        loader.Clear("A").Prime("A", "Y").Clear("B").Prime("B", "Y");

        Assert.Equal(["Y", "Y"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        batch.AssertCalls(["B"]);
    }

    [Fact]
    public async Task C8_A_primed_task_is_the_task_that_loads_return()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();
        Task<string> primed = Task.FromResult("A");

        loader.Prime("A", primed);

        Assert.Same(primed, loader.LoadAsync("A"));
        await scheduler.DispatchFor(loader.LoadAsync("B"));
        batch.AssertCalls(["B"]);
    }

    [Fact]
    public async Task C9_A_primed_error_fails_its_loads_without_a_batch()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        var error = new InvalidOperationException("primed");

        loader.PrimeError(1, error);

        await loader.LoadAsync(1).FailsWith(error);
        Assert.Equal(0, scheduler.Dispatch());
        batch.AssertCalls();
    }

    [Fact]
    public void C10_A_primed_error_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("primed");

        Assert.False(Unobserved.Reports(error, () => PrimeAndForget(error, load: false)));
    }

    [Fact]
    public void C11_A_primed_error_that_is_loaded_and_ignored_is_no_unobserved_error_either()
    {
        var error = new InvalidOperationException("primed");

        Assert.False(Unobserved.Reports(error, () => PrimeAndForget(error, load: true)));
    }

    [Fact]
    public async Task C12_A_mutation_clears_its_key()
    {
        string stored = "old";
        (BatchLoader<int, string> loader, RecordingBatch<int, string> batch, ManualBatchScheduler scheduler) = Manual.Of<int, string>(_ => stored);

        Assert.Equal("old", await scheduler.DispatchFor(loader.LoadAsync(4)));
        stored = "new";
        Assert.Equal("old", await scheduler.DispatchFor(loader.LoadAsync(4)));
        loader.Clear(4);
        Assert.Equal("new", await scheduler.DispatchFor(loader.LoadAsync(4)));

        batch.AssertCalls([4], [4]);
    }

    [Fact]
    public async Task C13_Two_loaders_of_one_entity_prime_each_other()
    {
        BatchLoader<string, User> byName = null!;
        (BatchLoader<int, User> byId, ManualBatchScheduler scheduler) = Manual.Create<int, User>((ids, _) =>
        {
            User[] users = ids.Select(id => new User(id, "user " + id)).ToArray();
            Array.ForEach(users, user => byName.Prime(user.Name, user));
            return Task.FromResult<IReadOnlyList<User>>(users);
        });
        (BatchLoader<string, User> loader, RecordingBatch<string, User> batch, _) = Manual.Of<string, User>(static name => new(0, name));
        byName = loader;

        User user = await scheduler.DispatchFor(byId.LoadAsync(7));

        Assert.Same(user, await byName.LoadAsync("user 7").WithTimeout());
        batch.AssertCalls();
    }

    [Fact]
    public async Task C13_Loaders_that_are_in_flight_together_keep_their_own_values()
    {
        BatchLoader<string, User> byName = null!;
        (BatchLoader<int, User> byId, ManualBatchScheduler scheduler) = Manual.Create<int, User>((ids, _) =>
        {
            User[] users = ids.Select(id => new User(id, "user " + id)).ToArray();
            Array.ForEach(users, user => byName.Prime(user.Name, user));
            return Task.FromResult<IReadOnlyList<User>>(users);
        });
        (BatchLoader<string, User> loader, RecordingBatch<string, User> batch, ManualBatchScheduler nameScheduler) =
            Manual.Of<string, User>(static name => new(0, name));
        byName = loader;

        Task<User> named = byName.LoadAsync("user 7");
        User user = await scheduler.DispatchFor(byId.LoadAsync(7));

        Assert.NotSame(user, await nameScheduler.DispatchFor(named));
        batch.AssertCalls(["user 7"]);
    }

    [Fact]
    public async Task A_primed_task_that_is_pending_is_served_when_its_owner_completes_it()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, _) = Manual.Identity<int>();
        var source = new TaskCompletionSource<int>();

        Task<int> load = loader.Prime(1, source.Task).LoadAsync(1);
        Assert.False(load.IsCompleted);
        source.SetResult(7);

        Assert.Equal(7, await load.WithTimeout());
        batch.AssertCalls();
    }

    [Fact]
    public void Clear_and_prime_reject_null()
    {
        (BatchLoader<string, string> loader, _, _) = Manual.Identity<string>();

        Assert.Throws<ArgumentNullException>("key", () => loader.Clear(null!));
        Assert.Throws<ArgumentNullException>("key", () => loader.Prime(null!, "value"));
        Assert.Throws<ArgumentNullException>("key", () => loader.Prime(null!, Task.FromResult("value")));
        Assert.Throws<ArgumentNullException>("value", () => loader.Prime("key", (Task<string>)null!));
        Assert.Throws<ArgumentNullException>("key", () => loader.PrimeError(null!, new InvalidOperationException()));
        Assert.Throws<ArgumentNullException>("error", () => loader.PrimeError("key", null!));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrimeAndForget(Exception error, bool load)
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();
        loader.PrimeError(1, error);
        if (load)
            _ = loader.LoadAsync(1);
    }

    private sealed record User(int Id, string Name);
}
