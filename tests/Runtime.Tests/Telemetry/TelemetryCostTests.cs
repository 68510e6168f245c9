using System.Diagnostics;

namespace DataLoader.Tests;

/// <summary>Telemetry costs nothing where nobody listens. Tests run one at a time, so nobody does.</summary>
public class TelemetryCostTests
{
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
}
