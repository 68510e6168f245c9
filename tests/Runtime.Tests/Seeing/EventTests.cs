using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace DataLoader.Tests;

/// <summary>What an event listener hears.</summary>
public class EventTests
{
    [Fact]
    public async Task T21_The_fifth_batch_of_one_key_is_an_event_once()
    {
        using var heard = new Events();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(static options => options.Name = "Users");

        for (int key = 1; key <= 4; key++)
            await scheduler.DispatchFor(loader.LoadAsync(key));
        Assert.Empty(heard.Names);
        for (int key = 5; key <= 7; key++)
            await scheduler.DispatchFor(loader.LoadAsync(key));

        Assert.Equal(["FifthBatchOfOne Users"], heard.Names);
    }

    [Fact]
    public Task T21_A_frame_whose_thread_is_blocked_is_an_event() => Isolated.Run(async () =>
    {
        using var heard = new Events();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);

        await scope.RunAsync(() => Task.FromResult(loader.LoadAsync(1).Result)).WithTimeout();

        Assert.Contains(heard.Names, static name => name.StartsWith("FrameGivenUp ", StringComparison.Ordinal));
    });

    private sealed class Events : EventListener
    {
        private readonly ConcurrentQueue<string> _names = new();

        public IEnumerable<string> Names => _names;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == TelemetryNames.EventSource)
                EnableEvents(eventSource, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
            => _names.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? (IEnumerable<object?>)[])}");
    }
}
