namespace DataLoader.Tests;

/// <summary>Frames inside frames: the outermost sends.</summary>
public class NestedFrameTests
{
    [Fact]
    public Task Closing_the_outermost_frame_starts_the_batches() => Isolated.Run(() =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        using (scope.OpenFrame())
        {
            _ = loader.LoadAsync(1);
            using (scope.OpenFrame())
                _ = loader.LoadAsync(2);

            batch.AssertCalls();
            _ = loader.LoadAsync(3);
        }

        batch.AssertCalls([1, 2, 3]);
    });

    [Fact]
    public Task A_run_inside_a_frame_joins_it() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        IReadOnlyList<int> values = await scope.RunAsync(() =>
        {
            Task<int> before = loader.LoadAsync(1);
            Task<int> inner = scope.RunAsync(() => loader.LoadAsync(2));
            Assert.False(inner.IsCompleted);
            return Tasks.All(before, inner, loader.LoadAsync(3));
        }).WithTimeout();

        Assert.Equal([1, 2, 3], values);
        batch.AssertCalls([1, 2, 3]);
    });

    [Fact]
    public Task Frames_of_two_scopes_may_nest() => Isolated.Run(() =>
    {
        (LoaderScope outer, BatchLoader<int, int> outerLoader, RecordingBatch<int, int> outerBatch) = Framed.Identity<int>();
        (LoaderScope inner, BatchLoader<int, int> innerLoader, RecordingBatch<int, int> innerBatch) = Framed.Identity<int>();
        using LoaderScope requests = outer;
        using LoaderScope request = inner;
        Task<int> first, second, third;

        using (outer.OpenFrame())
        {
            first = outerLoader.LoadAsync(1);
            using (inner.OpenFrame())
                second = innerLoader.LoadAsync(2);

            third = outerLoader.LoadAsync(3);
        }

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully && third.IsCompletedSuccessfully);
        outerBatch.AssertCalls([1, 3]);
        innerBatch.AssertCalls([2]);
    });

    [Fact]
    public Task Closing_a_frame_twice_closes_it_once() => Isolated.Run(() =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        default(Frame).Dispose();

        using (scope.OpenFrame())
        {
            Frame inner = scope.OpenFrame();
            inner.Dispose();
            inner.Dispose();
            _ = loader.LoadAsync(1);
            batch.AssertCalls();
        }

        batch.AssertCalls([1]);
    });

    [Fact]
    public Task Closing_a_frame_again_does_not_close_a_later_one() => Isolated.Run(() =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Frame first = scope.OpenFrame();
        first.Dispose();

        using (scope.OpenFrame())
        {
            _ = loader.LoadAsync(1);
            first.Dispose();
            _ = loader.LoadAsync(2);
        }

        batch.AssertCalls([1, 2]);
    });
}
