using DataLoader.Dispatch;

namespace DataLoader.Tests;

public class FrameQueueTests
{
    private static readonly PoolCompletions Work = new(new LoaderScope().Dispatcher);

    /// <summary>A thread keeps its queues for as long as it lives.</summary>
    [Theory]
    [InlineData(200, false)]
    [InlineData(100_000, true)]
    public void Room_for_a_crowd_is_given_back_and_room_for_a_few_is_kept(int most, bool isGivenBack)
    {
        FrameQueue<PoolCompletions> queue = default;
        Fill(ref queue, most);
        queue.Trim();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(ref queue, 3);
        Assert.Equal(isGivenBack, GC.GetAllocatedBytesForCurrentThread() > before);
    }

    private static void Fill(ref FrameQueue<PoolCompletions> queue, int count)
    {
        for (int i = 0; i < count; i++)
            queue.Enqueue(Work);
        while (queue.Dequeue() is not null)
            continue;
    }
}
