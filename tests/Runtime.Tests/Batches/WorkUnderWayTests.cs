namespace DataLoader.Tests;

/// <summary>What a loader keeps of the keys that wait and the batches that are out, when it is one thing and when it is several.</summary>
public class WorkUnderWayTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public Task U18_Keys_that_wait_while_batches_are_out_run_under_the_context_of_their_own_callers() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope);
        List<Task<int>> loads = [];

        foreach (int key in Enumerable.Range(1, 3))
        {
            Ambient.Value = $"caller {key}";
            using (scope.OpenFrame())
            {
                loads.Add(loader.LoadAsync(key));
                Ambient.Value = "somebody else";
            }
        }

        Assert.Equal(["caller 1", "caller 2", "caller 3"], seen);
        foreach (GatedBatch<int, int>.Call call in batch.Calls.Reverse())
            call.Answer();

        Assert.Equal([1, 2, 3], await Tasks.All(loads).WithTimeout());
    });

    [Fact]
    public Task U18_A_key_whose_caller_lets_no_context_flow_sees_none_while_batches_are_out() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope);
        Ambient.Value = "caller";
        List<Task<int>> loads = [];

        foreach (int key in Enumerable.Range(1, 4))
        {
            using (scope.OpenFrame())
            {
                AsyncFlowControl? flow = key % 2 == 0 ? ExecutionContext.SuppressFlow() : null;
                loads.Add(loader.LoadAsync(key));
                flow?.Undo();
            }
        }

        Assert.Equal(["caller", null, "caller", null], seen);
        foreach (GatedBatch<int, int>.Call call in batch.Calls)
            call.Answer();

        Assert.Equal([1, 2, 3, 4], await Tasks.All(loads).WithTimeout());
    });

    [Fact]
    public Task U18_All_parts_of_a_batch_run_under_the_context_of_its_first_key_and_the_next_batch_under_its_own() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope, mostKeys: 1);
        Ambient.Value = "first";
        Task<int>[] loads;
        using (scope.OpenFrame())
            loads = [loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3)];

        foreach (GatedBatch<int, int>.Call call in batch.Calls)
            call.Answer();

        Assert.Equal([1, 2, 3], await Tasks.All(loads).WithTimeout());
        Ambient.Value = "second";
        Task<int> next;
        using (scope.OpenFrame())
            next = loader.LoadAsync(4);

        batch.Calls[3].Answer();
        Assert.Equal(4, await next.WithTimeout());
        Assert.Equal(["first", "first", "first", "second"], seen);
    });

    [Fact]
    public Task U18_A_caller_who_may_leave_does_not_change_what_the_keys_before_run_under() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope);
        Task<int>[] loads;
        Ambient.Value = "first";
        using (scope.OpenFrame())
        {
            Task<int> first = loader.LoadAsync(1);
            Ambient.Value = "may leave";
            loads = [first, loader.LoadAsync(2, source.Token)];
        }

        batch.Calls[0].Answer();
        Assert.Equal([1, 2], await Tasks.All(loads).WithTimeout());
        Assert.Equal(["first"], seen);
    });

    [Fact]
    public Task U4_Disposal_ends_every_batch_that_is_out_and_the_keys_that_wait() => Isolated.Run(async () =>
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, _, _) = Recording(scope);
        List<Task<int>> loads = [];
        foreach (int key in Enumerable.Range(1, 3))
        {
            using (scope.OpenFrame())
                loads.Add(loader.LoadAsync(key));
        }

        using (scope.OpenFrame())
        {
            loads.Add(loader.LoadAsync(4));
            scope.Dispose();
        }

        foreach (Task<int> load in loads)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => load.WithTimeout());
    });

    private static (BatchLoader<int, int> Loader, GatedBatch<int, int> Batch, List<string?> Seen) Recording(
        LoaderScope scope, int mostKeys = int.MaxValue)
    {
        var batch = GatedBatch.Identity<int>();
        List<string?> seen = [];
        BatchLoaderOptions<int, int> options = new() { MaxBatchSize = mostKeys };
        var loader = BatchLoader.Create<int, int>(
            (keys, token) =>
            {
                seen.Add(Ambient.Value);
                return batch.LoadAsync(keys, token);
            },
            options,
            scope);
        return (loader, batch, seen);
    }
}
