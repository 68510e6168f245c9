using DataLoader.Workloads;

namespace DataLoader.Stress;

/// <summary>What a root frame guarantees: the ideal number of batches, every time (row X8).</summary>
/// <remarks>
/// Alone in the process, and on the pool: xunit gives its tests a SynchronizationContext, and continuations that are posted to one leave the frame
/// (row X8 holds for code without a context, as in a web application).
/// </remarks>
[Collection(nameof(BatchCountTests))]
[CollectionDefinition(nameof(BatchCountTests), DisableParallelization = true)]
public class BatchCountTests
{
    public static TheoryData<string> Exact => [.. Workload.All.Where(workload => workload.Exact).Select(workload => workload.Name)];

    [Theory]
    [MemberData(nameof(Exact))]
    public async Task X8_A_root_frame_costs_the_ideal_number_of_batches(string name)
    {
        Workload workload = Workload.All.Single(it => it.Name == name);
        for (int i = 0; i < 20; i++)
            Assert.Equal(workload.Ideal, await Task.Run(() => workload.RunAsync(() => new ScopedRequest(rootFrame: true))));
    }

    [Fact]
    public async Task E5_Many_keys_are_one_batch_without_any_frame()
    {
        for (int i = 0; i < 1000; i++)
        {
            int batches = 0;
            var loader = BatchLoader.Create<int, int>((keys, _) =>
            {
                Interlocked.Increment(ref batches);
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            });
            await loader.LoadManyAsync(Enumerable.Range(0, 100));
            Assert.Equal(1, batches);
        }
    }
}
