using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Listeners, schedulers, keys and comparers that throw: nobody is stranded by them.</summary>
public class ForeignCodeTests
{
    [Fact]
    public async Task A_listener_that_throws_poisons_no_loader()
    {
        bool broken = true;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "DataLoader" && instrument.Name == "dataloader.loads")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            if (broken)
                throw new FormatException();
        });
        listener.Start();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        try
        {
            _ = loader.LoadAsync(1);
        }
        catch (FormatException)
        {
        }

        broken = false;
        Assert.Equal(2, await scheduler.DispatchFor(loader.LoadAsync(2)).WaitAsync(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task A_listener_that_throws_at_the_end_of_a_batch_strands_nobody()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "DataLoader" && instrument.Name == "dataloader.batch.duration")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new FormatException());
        listener.Start();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Task<int> load = loader.LoadAsync(1);
        try
        {
            scheduler.Dispatch();
        }
        catch (FormatException)
        {
        }

        Assert.Equal(1, await load.WaitAsync(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void An_error_of_a_scheduler_that_a_load_threw_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("no scheduling today");

        Assert.False(Unobserved.Reports(error, () => LoadWithBrokenScheduler(error)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadWithBrokenScheduler(Exception error)
    {
        var loader = BatchLoader.Create<int, int>(
            RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = new DelegateScheduler(_ => throw error) });
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(1); }));
    }

    [Fact]
    public async Task A_key_whose_text_throws_strands_nobody_when_a_stream_breaks_off()
    {
        var error = new FormatException("broken off");
        var scheduler = new ManualBatchScheduler();
        async IAsyncEnumerable<KeyValuePair<Mute, string?>> Stream(IReadOnlyList<Mute> keys)
        {
            await Task.CompletedTask;
            yield return new(keys[0], null);
            throw error;
        }

        var loader = new DelegateLoader<Mute, string?>(
            batch => batch.SetStreamAsync(Stream(batch.Keys)),
            new("Mute") { MissingKeys = MissingKeys.Fail },
            options: new() { Scheduler = scheduler });
        Task<IReadOnlyList<LoadResult<string?>>> loads = loader.LoadManySettledAsync([new(), new()]);
        try
        {
            scheduler.Dispatch();
        }
        catch (NotSupportedException)
        {
        }

        Assert.Same(error, (await loads.WaitAsync(TimeSpan.FromSeconds(3)))[1].Error);
    }

    [Fact]
    public async Task A_comparer_that_throws_half_way_leaves_no_caller_behind()
    {
        var comparer = new BrittleEquals();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.KeyComparer = comparer);
        using CancellationTokenSource one = new(), two = new();
        Task<IReadOnlyList<int>> first = loader.LoadManyAsync([1, 2], one.Token);
        scheduler.Dispatch();

        comparer.CallsLeft = 3;
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1, 2], two.Token); });
        comparer.CallsLeft = int.MaxValue;
        one.Cancel();

        await first.IsCancelled();
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
    }

    private sealed class Mute
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class BrittleEquals : IEqualityComparer<int>
    {
        public int CallsLeft { get; set; } = int.MaxValue;

        public bool Equals(int x, int y) => CallsLeft-- <= 0 ? throw new InvalidOperationException("not today") : x == y;

        public int GetHashCode(int obj) => obj;
    }
}
