namespace DataLoader.Tests;

/// <summary>Holds: what an executor with a queue of its own does about keys that its next round may ask for.</summary>
public class HoldTests
{
    [Fact]
    public async Task X13_Keys_leave_when_the_last_hold_is_disposed()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        IDisposable one = scope.HoldBatches();
        IDisposable other = scope.HoldBatches();
        Task<int> first = loader.LoadAsync(1);
        using (scope.OpenFrame())
            _ = loader.LoadAsync(2);
        one.Dispose();
        one.Dispose();
        Task<int> last = loader.LoadAsync(3);
        Assert.Empty(batch.Calls);
        other.Dispose();

        Assert.Equal([1, 3], await Tasks.All(first, last).WithTimeout());
        batch.AssertCalls([1, 2, 3]);
    }

    [Fact]
    public async Task X13_A_hold_waits_for_code_that_a_batch_has_woken_up()
    {
        using var scope = new LoaderScope();
        var levels = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(levels.LoadAsync, scope: scope);
        IDisposable? hold = null;
        async Task FirstAsync(int key)
        {
            await loader.LoadAsync(key);
            hold ??= scope.HoldBatches();
        }

        Task started = scope.RunAsync(() => Task.WhenAll(FirstAsync(1), FirstAsync(2)));
        (await levels.CallAsync(0)).Answer();
        await started.WithTimeout();
        Task<int> next = loader.LoadAsync(11);
        Task<int> further = loader.LoadAsync(12);
        hold!.Dispose();
        (await levels.CallAsync(1)).Answer();

        await Task.WhenAll(next, further).WithTimeout();
        levels.AssertCalls([1, 2], [11, 12]);
    }

    [Fact]
    public async Task X13_A_hold_of_nothing_sends_nothing()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        scope.HoldBatches().Dispose();

        Assert.Empty(batch.Calls);
        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
    }
}
