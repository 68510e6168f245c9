namespace DataLoader.Tests;

/// <summary>How root frames end: what they send and wait for, and bodies that do not simply succeed.</summary>
public class FrameEndTests
{
    [Fact]
    public Task N6_X8_A_batch_in_flight_does_not_hold_a_root_frame_back() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        Task<int> first, second;
        using (scope.OpenFrame())
            first = loader.LoadAsync(1);

        using (scope.OpenFrame())
            second = loader.LoadAsync(2);

        batch.AssertCalls([1], [2]);
        batch.Calls[0].Answer();
        batch.Calls[1].Answer();
        Assert.Equal([1, 2], await Tasks.All(first, second).WithTimeout());
    });

    [Fact]
    public void X8_A_frame_that_asked_for_nothing_sends_nothing_of_another_threads()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        using (scope.OpenFrame())
        {
            _ = loader.LoadAsync(1);
            var other = new Thread(() => scope.OpenFrame().Dispose());
            other.Start();
            other.Join();
            _ = loader.LoadAsync(2);
        }

        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public Task A_body_that_throws_fails_its_task_and_its_loads_are_served() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        var error = new InvalidOperationException();
        Task<int>? load = null;
        Task<int> Body()
        {
            load = loader.LoadAsync(1);
            throw error;
        }

        Task<int> typed = scope.RunAsync(Body);
        await typed.FailsWith(error);
        Assert.Equal(1, await load!.WithTimeout());

        loader.ClearAll();
        Task untyped = scope.RunAsync((Func<Task>)Body);
        await untyped.FailsWith(error);
        Assert.Equal(1, await load!.WithTimeout());
        batch.AssertCalls([1], [1]);
    });

    [Fact]
    public Task An_exception_inside_an_open_frame_passes_and_its_loads_are_served() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int>? load = null;

        void Body()
        {
            using (scope.OpenFrame())
            {
                load = loader.LoadAsync(1);
                throw new FormatException();
            }
        }

        Assert.Throws<FormatException>(Body);

        Assert.Equal(1, await load!.WithTimeout());
        Assert.Equal(2, await scope.RunAsync(() => loader.LoadAsync(2)).WithTimeout());
    });

    [Fact]
    public Task A_body_that_is_cancelled_or_fails_later_passes_that_on() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var error = new InvalidOperationException();

        await scope.RunAsync(async () =>
        {
            await Task.Yield();
            throw error;
        }).FailsWith(error);
        await scope.RunAsync(static () => Task.FromCanceled<int>(new(canceled: true))).IsCancelled();
        Assert.Equal(5, await scope.RunAsync(static () => Task.FromResult(5)).WithTimeout());
    });

    [Fact]
    public Task A_body_without_a_task_fails_and_its_loads_are_served() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int>? load = null;

        await Assert.ThrowsAnyAsync<Exception>(() => scope.RunAsync(() =>
        {
            load = loader.LoadAsync(1);
            return (Task)null!;
        }).WithTimeout());

        Assert.Equal(1, await load!.WithTimeout());
    });

    [Fact]
    public async Task No_body_fails_the_task()
    {
        using var scope = new LoaderScope();

        await scope.RunAsync((Func<Task>)null!).FailsWith<ArgumentNullException>();
        await scope.RunAsync<int>(null!).FailsWith<ArgumentNullException>();
    }
}
