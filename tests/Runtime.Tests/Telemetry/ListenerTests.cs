using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataLoader.Tests;

/// <summary>Listeners that throw: no load, no batch and no process ends by them.</summary>
public class ListenerTests
{
    [Theory]
    [InlineData("dataloader.loads")]
    [InlineData("dataloader.hits")]
    [InlineData("dataloader.batches")]
    [InlineData("dataloader.batch.size")]
    [InlineData("dataloader.batch.wait")]
    [InlineData("dataloader.batch.duration")]
    public async Task X15_A_listener_of_an_instrument_that_throws_harms_nobody(string instrumentName)
    {
        int calls = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "DataLoader" && instrument.Name == instrumentName)
                l.EnableMeasurementEvents(instrument);
        };
        void Throw()
        {
            calls++;
            throw new FormatException();
        }

        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw());
        listener.Start();

        await LoadTwice();

        Assert.NotEqual(0, calls);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("started")]
    [InlineData("stopped")]
    [InlineData("current")]
    public async Task X15_A_listener_of_activities_that_throws_harms_nobody(string where)
    {
        int calls = 0;
        void ThrowAt(string place)
        {
            if (place != where)
                return;
            calls++;
            throw new FormatException();
        }

        void OnCurrentChanged(object? sender, ActivityChangedEventArgs change) => ThrowAt("current");
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataLoader",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                ThrowAt("sample");
                return ActivitySamplingResult.AllData;
            },
            ActivityStarted = _ => ThrowAt("started"),
            ActivityStopped = _ => ThrowAt("stopped"),
        };
        ActivitySource.AddActivityListener(listener);
        Activity.CurrentChanged += OnCurrentChanged;
        try
        {
            await LoadTwice();
        }
        finally
        {
            Activity.CurrentChanged -= OnCurrentChanged;
        }

        Assert.NotEqual(0, calls);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task U25_Many_loads_do_not_start_over_with_each_key_that_others_ask_for_meanwhile()
    {
        const int Last = 20;
        BatchLoader<int, int>? asking = null;
        int next = 1;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "DataLoader" && instrument.Name == "dataloader.hits")
                l.EnableMeasurementEvents(instrument);
        };

        // What another thread might do while the keys are looked up.
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            if (asking is not { } loader)
                return;
            asking = null;
            _ = loader.LoadAsync(next++);
            asking = loader;
        });
        listener.Start();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        loader.Prime(0, 0);

        asking = loader;
        int[] keys = [.. Enumerable.Range(0, Last + 1).Reverse()];
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync(keys);
        asking = null;

        Assert.Equal(keys, await scheduler.DispatchFor(many));
        batch.AssertCalls([1, .. Enumerable.Range(2, Last - 1).Reverse()]);
    }

    private static async Task LoadTwice()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        (Task<int> one, Task<int> again) = (loader.LoadAsync(1), loader.LoadAsync(1));
        scheduler.Dispatch();

        Assert.Equal([1, 1], await Tasks.All(one, again).WithTimeout());
        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
        batch.AssertCalls([1], [2]);
    }
}
