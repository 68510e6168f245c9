using System.Diagnostics.CodeAnalysis;

namespace DataLoader.Tests;

/// <summary>How a cache of the user's own is called, and what happens when it misbehaves: row B14.</summary>
public class MapCallTests
{
    public static TheoryData<string> Calls => ["load", "load many", "prime", "clear", "clear all", "evict"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task B14_A_call_waits_until_the_one_before_has_returned(string call)
    {
        var map = new HookedMap();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.CacheMap = map);
        Task<int> failing = loader.LoadAsync(9);
        scheduler.Dispatch();
        bool overlapped = false;
        Thread? other = null;
        map.OnTryGet = () =>
        {
            map.OnTryGet = null;
            map.OnEveryCall = () => overlapped = true;
            other = new Thread(() => Make(call, loader, batch));
            other.Start();
            SpinWait.SpinUntil(() => overlapped || (other.ThreadState & ThreadState.WaitSleepJoin) != 0);
            map.OnEveryCall = null;
        };

        Task<int> load = loader.LoadAsync(1);
        other!.Join();

        Assert.False(overlapped);
        scheduler.Dispatch();
        foreach (GatedBatch<int, int>.Call sent in batch.Calls.Where(static sent => !sent.Outcome.IsCompleted))
            sent.Answer();

        await Task.WhenAny(failing).WithTimeout();
        Assert.Equal(1, await load.WithTimeout());
    }

    [Fact]
    public async Task B14_What_a_map_took_before_it_threw_half_way_is_answered()
    {
        var map = new HookedMap();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(o => o.CacheMap = map);
        var error = new InvalidOperationException("full");
        map.OnTryAdd = key =>
        {
            if (key == 2)
                throw error;
        };

        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1, 2, 3]); }));
        map.OnTryAdd = null;

        Assert.Equal([1, 2], await scheduler.DispatchFor(Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2))));
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task B14_X12_Nobody_waits_for_what_a_map_took_before_it_threw_in_the_call_of_a_caller_with_a_token()
    {
        var map = new HookedMap();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.CacheMap = map);
        map.OnTryAdd = key =>
        {
            if (key == 3)
                throw new InvalidOperationException("full");
        };
        using CancellationTokenSource thrown = new(), left = new();
        Task<int> other = loader.LoadAsync(1, left.Token);
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1, 2, 3], thrown.Token); });
        scheduler.Dispatch();
        CancellationToken token = batch.Calls[0].CancellationToken;

        left.Cancel();

        await other.IsCancelled();
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void B14_A_map_that_returns_null_as_a_task_is_named()
    {
        var map = new HookedMap { ReturnsNull = true };
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(o =>
        {
            o.Name = "UserById";
            o.CacheMap = map;
        });

        Assert.Equal(
            "UserById: the cache map returned null as the task of a key.",
            Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(1); }).Message);
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1]); });
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task B14_X12_A_batch_that_everybody_left_is_gone_from_the_map()
    {
        var map = new MapCache<int, int>();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.CacheMap = map);
        using var leaving = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, leaving.Token);
        scheduler.Dispatch();

        leaving.Cancel();

        await left.IsCancelled();
        Assert.Empty(map.Keys);
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
    }

    private static void Make(string call, BatchLoader<int, int> loader, GatedBatch<int, int> batch)
    {
        switch (call)
        {
            case "load":
                _ = loader.LoadAsync(2);
                break;
            case "load many":
                _ = loader.LoadManyAsync([2]);
                break;
            case "prime":
                loader.Prime(2, 2);
                break;
            case "clear":
                loader.Clear(2);
                break;
            case "clear all":
                loader.ClearAll();
                break;
            default:
                batch.Calls[0].Fail(new InvalidOperationException());
                break;
        }
    }

    private sealed class HookedMap : ILoaderCache<int, int>
    {
        private readonly MapCache<int, int> _inner = new();

        public Action? OnTryGet { get; set; }

        public Action? OnEveryCall { get; set; }

        public Action<int>? OnTryAdd { get; set; }

        public bool ReturnsNull { get; init; }

        public bool TryGet(int key, [MaybeNullWhen(false)] out Task<int> task)
        {
            OnEveryCall?.Invoke();
            OnTryGet?.Invoke();
            task = null;
            return ReturnsNull || _inner.TryGet(key, out task);
        }

        public bool TryAdd(int key, Task<int> task)
        {
            OnEveryCall?.Invoke();
            OnTryAdd?.Invoke(key);
            return _inner.TryAdd(key, task);
        }

        public bool Remove(int key)
        {
            OnEveryCall?.Invoke();
            return _inner.Remove(key);
        }

        public bool Remove(int key, Task<int> expected)
        {
            OnEveryCall?.Invoke();
            return _inner.Remove(key, expected);
        }

        public void Clear()
        {
            OnEveryCall?.Invoke();
            _inner.Clear();
        }
    }
}
