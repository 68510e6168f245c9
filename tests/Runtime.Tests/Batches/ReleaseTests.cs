using System.Diagnostics;

namespace DataLoader.Tests;

/// <summary>What a batch had for itself and cannot be disposed.</summary>
public class ReleaseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task D14_An_error_of_disposing_goes_to_the_activity_of_the_batch(bool listens)
    {
        var errors = new List<object?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => listens && source.Name == "DataLoader",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => errors.AddRange(activity.Events.SelectMany(static it => it.Tags).Select(static tag => tag.Value)),
        };
        ActivitySource.AddActivityListener(listener);
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            static async batch =>
            {
                batch.SetValues(batch.Keys);
                await batch.ReleaseAsync(new Broken());
            },
            options: new() { Scheduler = scheduler });

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        Assert.Equal(listens ? [typeof(FormatException).FullName] : [], errors);
    }

    private readonly struct Broken : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new FormatException();
    }
}
