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

        // The keys go first, so that the answer may be there before the event.
        Assert.StartsWith("FrameGivenUp ", await heard.First.WithTimeout(), StringComparison.Ordinal);
    });

    private sealed class Events : EventListener
    {
        private readonly ConcurrentQueue<string> _names = new();
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IEnumerable<string> Names => _names;

        public Task<string> First => _first.Task;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == TelemetryNames.EventSource)
                EnableEvents(eventSource, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            string name = $"{eventData.EventName} {string.Join(' ', eventData.Payload ?? (IEnumerable<object?>)[])}";
            _names.Enqueue(name);
            _first.TrySetResult(name);
        }
    }
}
