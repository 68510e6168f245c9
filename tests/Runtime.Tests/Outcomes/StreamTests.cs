using System.Threading.Channels;

namespace DataLoader.Tests;

/// <summary>Results that arrive one by one.</summary>
public class StreamTests
{
    [Fact]
    public async Task Each_key_is_served_as_it_arrives()
    {
        (BatchLoader<int, string?> loader, ChannelWriter<KeyValuePair<int, string?>> stream, ManualBatchScheduler scheduler) =
            Streaming(new("Stream"));
        (Task<string?> first, Task<string?> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        stream.TryWrite(new(2, "two"));
        Assert.Equal("two", await second.WithTimeout());
        Assert.False(first.IsCompleted);
        stream.TryWrite(new(1, "one"));

        Assert.Equal("one", await first.WithTimeout());
        stream.Complete();
    }

    [Fact]
    public async Task An_error_fails_only_the_keys_that_have_not_arrived()
    {
        var error = new InvalidOperationException();
        (BatchLoader<int, string?> loader, ChannelWriter<KeyValuePair<int, string?>> stream, ManualBatchScheduler scheduler) =
            Streaming(new("Stream"));
        (Task<string?> first, Task<string?> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        stream.TryWrite(new(1, "one"));
        Assert.Equal("one", await first.WithTimeout());
        stream.Complete(error);

        await second.FailsWith(error);
        Assert.Same(first, loader.LoadAsync(1));
        Assert.NotSame(second, loader.LoadAsync(2));
    }

    [Theory]
    [InlineData(MissingKeys.Null)]
    [InlineData(MissingKeys.Fail)]
    public async Task Keys_that_never_arrive_are_missing(MissingKeys missing)
    {
        (BatchLoader<int, string?> loader, ChannelWriter<KeyValuePair<int, string?>> stream, ManualBatchScheduler scheduler) =
            Streaming(new("Stream") { MissingKeys = missing });
        Task<string?> load = loader.LoadAsync(4711);
        scheduler.Dispatch();

        stream.Complete();

        if (missing == MissingKeys.Null)
            Assert.Null(await load.WithTimeout());
        else
            Assert.Contains("4711", (await load.FailsWith<KeyNotFoundException>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4711)]
    public async Task A_second_value_and_one_that_nobody_asked_for_break_the_contract_for_what_has_not_arrived(int key)
    {
        (BatchLoader<int, string?> loader, ChannelWriter<KeyValuePair<int, string?>> stream, ManualBatchScheduler scheduler) =
            Streaming(new("Stream"));
        (Task<string?> first, Task<string?> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        stream.TryWrite(new(1, "one"));
        stream.TryWrite(new(key, "odd"));
        stream.Complete();

        BatchContractException error = await second.FailsWith<BatchContractException>();
        Assert.Contains(key.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Equal("one", await first.WithTimeout());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task X12_The_token_fires_when_nobody_waits_for_the_keys_that_have_not_come(bool firstCanCancel, bool leavesBefore)
    {
        var scheduler = new ManualBatchScheduler();
        var stream = Channel.CreateUnbounded<KeyValuePair<int, int>>();
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loader = new DelegateLoader<int, int>(
            batch =>
            {
                batch.CancellationToken.Register(fired.SetResult);
                return batch.SetStreamAsync(stream.Reader.ReadAllAsync());
            },
            new("Stream"),
            options: new() { Scheduler = scheduler });
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Task<int> served = loader.LoadAsync(1, firstCanCancel ? first.Token : default);
        Task<int> left = loader.LoadAsync(2, second.Token);
        scheduler.Dispatch();

        if (leavesBefore)
            second.Cancel();
        Assert.False(fired.Task.IsCompleted);
        stream.Writer.TryWrite(new(1, 1));
        Assert.Equal(1, await served.WithTimeout());
        second.Cancel();

        await left.IsCancelled();
        await fired.Task.WithTimeout();
    }

    [Fact]
    public async Task X12_The_token_fires_when_all_who_stay_are_served_and_the_others_had_left_before_the_batch()
    {
        var scheduler = new ManualBatchScheduler();
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loader = new DelegateLoader<int, int>(batch => batch.SetStreamAsync(Rows(batch)), options: new() { Scheduler = scheduler });
        using var leaves = new CancellationTokenSource();
        Task<int> served = loader.LoadAsync(1);
        Task<int> left = loader.LoadAsync(2, leaves.Token);
        leaves.Cancel();
        scheduler.Dispatch();

        Assert.Equal(1, await served.WithTimeout());
        await left.IsCancelled();
        await fired.Task.WithTimeout();

        async IAsyncEnumerable<KeyValuePair<int, int>> Rows(Batch<int, int> batch)
        {
            await using CancellationTokenRegistration _ = batch.CancellationToken.Register(fired.SetResult);
            yield return new(1, 1);
            await fired.Task;
            batch.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task The_stream_is_disposed()
    {
        var disposed = new TaskCompletionSource();
        var scheduler = new ManualBatchScheduler();
        async IAsyncEnumerable<KeyValuePair<int, string?>> Stream()
        {
            try
            {
                await Task.CompletedTask;
                yield return new(1, "one");
                yield return new(4711, "nobody's");
            }
            finally
            {
                disposed.SetResult();
            }
        }

        var loader = new DelegateLoader<int, string?>(
            batch => batch.SetStreamAsync(Stream()), options: new() { Scheduler = scheduler, Surplus = SurplusKeys.Fail });

        await scheduler.DispatchFor(loader.LoadManySettledAsync([1, 2]));

        await disposed.Task.WithTimeout();
    }

    [Fact]
    public async Task Without_a_cache_a_value_serves_every_slot_of_its_key()
    {
        (BatchLoader<int, string?> loader, ChannelWriter<KeyValuePair<int, string?>> stream, ManualBatchScheduler scheduler) =
            Streaming(new("Stream") { Cache = false });
        Task<IReadOnlyList<string?>> loads = loader.LoadManyAsync([1, 1, 2]);
        scheduler.Dispatch();

        stream.TryWrite(new(1, "one"));
        stream.TryWrite(new(2, "two"));
        stream.Complete();

        Assert.Equal(["one", "one", "two"], await loads.WithTimeout());
    }

    [Fact]
    public async Task Values_find_the_slots_of_their_key_without_a_search()
    {
        const int Keys = 1_000;
        var comparer = new CountingComparer();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            static batch => batch.SetStreamAsync(Streams.Of([.. batch.Keys.Select(static key => new KeyValuePair<int, int>(key, key))])),
            new("Stream") { Cache = false },
            options: new() { Scheduler = scheduler, KeyComparer = comparer });

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, Keys)));

        Assert.InRange(comparer.Calls, Keys, 10 * Keys);
    }

    [Fact]
    public async Task A_second_stream_is_refused()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            static async batch =>
            {
                await batch.SetStreamAsync(Streams.Of(new KeyValuePair<int, int>(1, 1)));
                await batch.SetStreamAsync(Streams.Of(new KeyValuePair<int, int>(2, 2)));
            },
            new("Numbers"),
            options: new() { Scheduler = scheduler });
        Task<int> first = loader.LoadAsync(1);

        BatchContractException error = await scheduler.DispatchFor(loader.LoadManySettledAsync([1, 2])).ContinueWith(
            static results => Assert.IsType<BatchContractException>(results.Result[1].Error), TaskScheduler.Default);

        Assert.Equal("Numbers: the batch was given a second stream. Give it one that has the values of both.", error.Message);
        Assert.Equal(1, await first.WithTimeout());
    }

    private static (BatchLoader<int, string?> Loader, ChannelWriter<KeyValuePair<int, string?>> Stream, ManualBatchScheduler Scheduler) Streaming(
        BatchLoaderDefinition definition)
    {
        var channel = Channel.CreateUnbounded<KeyValuePair<int, string?>>();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, string?>(
            batch => batch.SetStreamAsync(channel.Reader.ReadAllAsync()), definition, options: new() { Scheduler = scheduler });
        return (loader, channel.Writer, scheduler);
    }

    private sealed class CountingComparer : IEqualityComparer<int>
    {
        public int Calls { get; private set; }

        public bool Equals(int x, int y)
        {
            Calls++;
            return x == y;
        }

        public int GetHashCode(int obj)
        {
            Calls++;
            return obj;
        }
    }
}
