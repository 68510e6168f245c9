using System.Diagnostics.Metrics;

namespace DataLoader.Tests;

/// <summary>Listeners that throw: nobody is stranded by them.</summary>
public class ListenerTests
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
}
