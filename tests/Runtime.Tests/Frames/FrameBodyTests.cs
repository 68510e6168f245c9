namespace DataLoader.Tests;

/// <summary>Bodies of root frames that do not simply succeed.</summary>
public class FrameBodyTests
{
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
