using System.Diagnostics;

namespace DataLoader.Tests;

/// <summary>Telemetry costs nothing where nobody listens. Tests run one at a time, so nobody does.</summary>
public class TelemetryCostTests
{
    private const int Batches = 100;
    private const int SmallestObject = 24;

    [Fact]
    public Task A_hit_allocates_nothing() => Isolated.Run(() =>
    {
        using Activity request = new Activity("request").Start();
        using var scope = new LoaderScope();

        // A key of a reference type: code that is not optimised boxes others, to compare them with null.
        var loader = BatchLoader.Create<string, int>(static (keys, _) => Task.FromResult<IReadOnlyList<int>>(new int[keys.Count]), scope: scope);
        using Frame frame = scope.OpenFrame();
        Task<int> known = loader.Prime("1", 1).LoadAsync("1");

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            _ = loader.LoadAsync("1");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(known, loader.LoadAsync("1"));
    });

    [Fact]
    public Task A_batch_allocates_nothing_for_listeners_that_were_not_there_when_its_loader_was_made() => Isolated.Run(() =>
    {
        using Activity request = new Activity("request").Start();
        using var scope = new LoaderScope();
        BatchLoader<int, int> silent = Loader(scope);
        BatchLoader<int, int> told;
        using (Listen())
            told = Loader(scope);

        _ = BytesOfBatches(scope, Loader(scope));
        long forNobody = BytesOfBatches(scope, silent);
        long forSomebody = BytesOfBatches(scope, told);

        Assert.True(forSomebody - forNobody >= Batches * SmallestObject, $"{forNobody} bytes are not less than {forSomebody}.");
    });

    private static BatchLoader<int, int> Loader(LoaderScope scope)
        => BatchLoader.Create<int, int>(static (keys, _) => Task.FromResult<IReadOnlyList<int>>([.. keys]), scope: scope);

    private static long BytesOfBatches(LoaderScope scope, BatchLoader<int, int> loader)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int key = 0; key < Batches; key++)
        {
            using (scope.OpenFrame())
                _ = loader.LoadAsync(key);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener { ShouldListenTo = static source => source.Name == "DataLoader" };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
