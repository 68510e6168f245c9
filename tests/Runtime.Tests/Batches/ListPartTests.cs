using DataLoader.Batches;

namespace DataLoader.Tests;

/// <summary>A part of a list is finished once: by who serves the last of its keys, or with its batch.</summary>
public class ListPartTests
{
    [Fact]
    public void F7_E8_A_stream_that_has_served_all_keys_finishes_the_part()
    {
        ListPart<int> part = new(0, 2, canLeave: false);
        part.Serve(new BatchOutcome<int>([1, 2], null));
        Assert.False(part.IsCompleted);
        part.Serve(new BatchOutcome<int>([1, 2], null));

        Assert.True(part.IsCompleted);
        Assert.False(part.TryEndStream());
    }

    [Fact]
    public void F7_E8_A_stream_that_ends_before_keeps_who_serves_the_last_key_from_finishing_it()
    {
        ListPart<int> part = new(0, 2, canLeave: false);
        part.Serve(new BatchOutcome<int>([1, 2], null));

        Assert.True(part.TryEndStream());
        part.Serve(new BatchOutcome<int>([1, 2], null));
        Assert.False(part.IsCompleted);
    }
}
