namespace DataLoader.Tests;

/// <summary>What the end of a root frame sends, whatever else goes on in its scope.</summary>
public class RootFrameTests
{
    [Fact]
    public Task X8_A_batch_in_flight_does_not_hold_a_root_frame_back() => Isolated.Run(async () =>
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
    public Task X8_After_callers_shared_a_task_the_levels_of_the_next_frame_are_done_when_it_is_closed() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        await scope.RunAsync(() => Tasks.All(loader.LoadAsync(1), loader.LoadAsync(1))).WithTimeout();
        async Task<int> Levels(int id) => await loader.LoadAsync(10 + await loader.LoadAsync(id));

        Task<int> load;
        using (scope.OpenFrame())
            load = Levels(2);

        Assert.True(load.IsCompletedSuccessfully);
        batch.AssertCalls([1], [2], [12]);
    });
}
