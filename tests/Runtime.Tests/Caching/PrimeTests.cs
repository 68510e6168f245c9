using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Values, tasks and errors that are put into the cache.</summary>
public class PrimeTests
{
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
    public void X10_A_primed_task_is_returned_as_it_is_even_while_pending()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Task<int> pending = new TaskCompletionSource<int>().Task;

        Assert.Same(pending, loader.Prime(1, pending).LoadAsync(1));
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public void U20_A_primed_task_that_failed_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("primed");

        Assert.False(Unobserved.Reports(error, () => PrimeFailedTask(error)));
    }

    [Fact]
    public async Task J2_J3_The_owner_of_a_primed_task_decides_what_its_callers_get()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, _) = Manual.Identity<int>();
        var error = new InvalidOperationException("the owner's");
        TaskCompletionSource<int> value = new(), failure = new();
        loader.Prime(1, value.Task).Prime(2, failure.Task);
        Task<int> failing = loader.LoadAsync(2);

        value.SetResult(999);
        failure.SetException(error);

        Assert.Equal(999, await loader.LoadAsync(1).WithTimeout());
        await failing.FailsWith(error);
        batch.AssertCalls();
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public async Task C14_A_primed_task_that_ends_without_a_value_is_forgotten(bool later, bool cancelled, bool inMap)
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(
            options => options.CacheMap = inMap ? new MapCache<int, int>() : null);
        var owner = new TaskCompletionSource<int>();
        if (later)
            loader.Prime(1, owner.Task);

        if (cancelled)
            owner.SetCanceled();
        else
            owner.SetException(new InvalidOperationException());
        if (!later)
            loader.Prime(1, owner.Task);

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task C14_A_primed_task_that_fails_takes_no_newer_entry_along()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        var owner = new TaskCompletionSource<int>();
        loader.Prime(1, owner.Task).Clear(1).Prime(1, 7);

        owner.SetException(new InvalidOperationException());

        Assert.Equal(7, await loader.LoadAsync(1).WithTimeout());
        Assert.Equal(0, scheduler.Dispatch());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrimeAndForget(Exception error, bool load)
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();
        loader.PrimeError(1, error);
        if (load)
            _ = loader.LoadAsync(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrimeFailedTask(Exception error)
        => Manual.Identity<int>().Loader.Prime(1, Task.FromException<int>(error));

    private sealed record User(int Id, string Name);
}
