using DataLoader.Batches;

namespace DataLoader.Tests;

/// <summary>Rows P1 to P6: what is shared, when calls are made, and what they hold.</summary>
public class SharedCallTests
{
    [Fact]
    public async Task P1_P13_A_request_keeps_its_own_memory_and_only_the_calls_are_shared()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        DelegateLoader<int, string> one = shared.Request("a");
        DelegateLoader<int, string> two = shared.Request("a");
        two.Prime(1, "primed");

        Task<IReadOnlyList<string>> first = one.Load(1);
        backend.Calls[0].Answer();
        Assert.Equal(["v1"], await first.WithTimeout());
        Assert.Equal(["primed"], await two.Load(1).WithTimeout());
        two.Clear(1);
        Assert.Equal(["v1"], await one.Load(1).WithTimeout());
        backend.AssertCalls([1]);

        Task<IReadOnlyList<string>> again = two.Load(1);
        backend.Calls[1].Answer();
        Assert.Equal(["v1"], await again.WithTimeout());
    }

    [Fact]
    public void P2_While_few_calls_run_a_batch_leaves_at_once_as_it_is()
    {
        var time = new FakeTime();
        var threads = new List<int>();
        var seen = new List<object>();
        var never = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            (_, batch) =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                seen.Add(batch);
                return never.Task;
            },
            new() { MaxConcurrentBatches = 2, Time = time });

        _ = shared.Request("a").Load(1, 2);
        _ = shared.Request("a").Load(1, 2);

        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
        Assert.All(seen, static batch => Assert.IsNotType<DetachedBatch<int, string>>(batch));
        Assert.Equal(0, time.TimersMade);
    }

    [Fact]
    public async Task P3_What_waits_leaves_together_when_a_call_returns_each_key_once_in_order_of_first_mention()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        Task<IReadOnlyList<string>> first = shared.Request("a").Load(1);
        Task<IReadOnlyList<string>> second = shared.Request("a").Load(3, 2);
        Task<IReadOnlyList<string>> third = shared.Request("a").Load(4, 3, 1);
        backend.AssertCalls([1]);

        backend.Calls[0].Answer();
        GatedBatch<int, string>.Call merged = await backend.CallAsync(1);
        Assert.Equal([3, 2, 4, 1], merged.Keys);
        merged.Answer();

        Assert.Equal(["v1"], await first.WithTimeout());
        Assert.Equal(["v3", "v2"], await second.WithTimeout());
        Assert.Equal(["v4", "v3", "v1"], await third.WithTimeout());
        backend.AssertCalls([1], [3, 2, 4, 1]);
    }

    [Fact]
    public async Task P3_A_request_is_never_cut_and_several_fit_while_the_limit_allows()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated(
            new() { MaxConcurrentBatches = 1, MaxWait = Timeout.InfiniteTimeSpan, MaxBatchSize = 3 });
        Task[] loads =
            [shared.Request("a").Load(1), shared.Request("a").Load(2, 3), shared.Request("a").Load(4), shared.Request("a").Load(5, 6, 7, 8)];
        for (int i = 0; i < 3; i++)
            (await backend.CallAsync(i)).Answer();

        await Task.WhenAll(loads).WithTimeout();
        backend.AssertCalls([1], [2, 3, 4], [5, 6, 7, 8]);
    }

    [Fact]
    public async Task P3_Requests_that_tell_keys_apart_in_another_way_are_not_merged()
    {
        var calls = new List<string[]>();
        var first = new TaskCompletionSource();
        var shared = new Shared<string, string, string>(
            async (_, batch) =>
            {
                calls.Add([.. batch.Keys]);
                await first.Task;
                batch.SetValues([.. batch.Keys]);
            },
            Shared.OneCall());
        Task[] loads =
        [
            shared.Request("a").Load("x"),
            shared.Request("a").Load("b"),
            shared.Request("a", options: new() { KeyComparer = StringComparer.OrdinalIgnoreCase }).Load("B"),
            shared.Request("a", options: new() { KeyComparer = StringComparer.OrdinalIgnoreCase }).Load("b", "C"),
        ];
        first.SetResult();
        await Task.WhenAll(loads).WithTimeout();
        Assert.Equal([["x"], ["b"], ["B", "C"]], calls);
    }

    [Fact]
    public async Task P4_A_key_in_flight_is_not_joined()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        Task first = shared.Request("a").Load(1);
        Task second = shared.Request("a").Load(1);
        backend.Calls[0].Answer();
        (await backend.CallAsync(1)).Answer();
        await Task.WhenAll(first, second).WithTimeout();
        backend.AssertCalls([1], [1]);
    }

    [Fact]
    public async Task P5_Partitions_share_no_call_and_do_not_wait_for_each_other()
    {
        var calls = new List<(string Partition, int[] Keys)>();
        var gate = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            async (partition, batch) =>
            {
                lock (calls)
                    calls.Add((partition, [.. batch.Keys]));
                await gate.Task;
                batch.SetValues([.. batch.Keys.Select(key => partition + key)]);
            },
            Shared.OneCall());
        (string Partition, int Key)[] asked = [("a", 1), ("b", 1), ("a", 2), ("a", 3), ("b", 2)];
        Task<IReadOnlyList<string>>[] loads = [.. asked.Select(it => shared.Request(it.Partition).Load(it.Key))];
        Assert.Equal(["a", "b"], calls.Select(static call => call.Partition));

        gate.SetResult();
        await Task.WhenAll(loads).WithTimeout();
        Assert.Equal(["a1", "b1", "a2", "a3", "b2"], loads.Select(static load => load.Result[0]));
        Assert.Equal(4, calls.Count);
        Assert.Contains(calls, static call => call is { Partition: "a", Keys: [2, 3] });
    }

    [Fact]
    public async Task P5_Partitions_that_come_and_go_are_forgotten()
    {
        var shared = new Shared<int, int, string>(static (partition, batch) =>
        {
            batch.SetValues([.. batch.Keys.Select(key => $"{partition}/{key}")]);
            return Task.CompletedTask;
        });
        for (int partition = 0; partition < 2_000; partition++)
            Assert.Equal([$"{partition}/7"], await shared.Request(partition).Load(7));
        Assert.InRange(shared.LaneCount, 1, 300);
    }

    [Fact]
    public async Task P6_Nothing_waits_longer_than_MaxWait_for_a_call_of_its_partition()
    {
        var time = new FakeTime();
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated(
            new() { MaxConcurrentBatches = 1, MaxWait = TimeSpan.FromMilliseconds(25), Time = time });
        Task slow = shared.Request("a").Load(1);
        Task waiting = shared.Request("a").Load(2);
        time.Advance(TimeSpan.FromMilliseconds(24));
        backend.AssertCalls([1]);
        Task later = shared.Request("a").Load(3);

        time.Advance(TimeSpan.FromMilliseconds(1));
        backend.AssertCalls([1], [2, 3]);
        backend.Calls[1].Answer();
        await Task.WhenAll(waiting, later).WithTimeout();
        Assert.False(slow.IsCompleted);
        Assert.Equal(0, time.TimerCount);
        backend.Calls[0].Answer();
        await slow.WithTimeout();
    }

    [Fact]
    public void A_limit_or_wait_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SharedBatchesOptions { MaxConcurrentBatches = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SharedBatchesOptions { MaxBatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SharedBatchesOptions { MaxWait = TimeSpan.FromMilliseconds(-2) });
    }
}
