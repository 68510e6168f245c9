using System.Diagnostics;

namespace DataLoader.Tests;

/// <summary>The span of a batch: its names, its figures, who it is linked to, what came of it.</summary>
public class BatchSpanTests
{
    private const string Secret = "secret of key 2";

    [Fact]
    public void T1_Source_and_meter_have_a_version()
    {
        using var heard = new Heard();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        _ = loader.LoadAsync(1);
        scheduler.Dispatch();

        string version = typeof(LoaderScope).Assembly.GetName().Version!.ToString(3);
        Assert.Equal(("DataLoader", version), (heard.Spans.Single().Source.Name, heard.Spans.Single().Source.Version));
        Assert.All(heard.Instruments, instrument => Assert.Equal(("DataLoader", version), (instrument.Meter.Name, instrument.Meter.Version)));
    }

    [Fact]
    public void T2_A_batch_is_a_span_with_the_attributes_of_the_draft_and_ours()
    {
        using var heard = new Heard();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(static options => options.Name = "Users");

        _ = loader.Prime(9, 9).LoadManyAsync([1, 2, 9, 9, 9]);
        scheduler.Dispatch();

        Activity span = heard.Spans.Single();
        Assert.Equal(("GraphQL DataLoader Batch Users", ActivityStatusCode.Unset), (span.OperationName, span.Status));
        Assert.Equal(
            [
                ("dataloader.batch.keys", 2), ("dataloader.dispatch.reason", "scheduler"), ("dataloader.name", "Users"),
                ("graphql.dataloader.batch.size", 5), ("graphql.dataloader.cache.hit_count", 3), ("graphql.dataloader.cache.miss_count", 2),
                ("graphql.dataloader.name", "Users"), ("graphql.processing.type", "dataloader_batch"),
            ],
            span.TagObjects.Select(static tag => (tag.Key, tag.Value!)).OrderBy(static tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void T3_Parts_do_not_repeat_what_is_common_to_them()
    {
        using var heard = new Heard();
        using Activity caller = new Activity("caller").Start();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(static options => options.MaxBatchSize = 3);

        _ = loader.Prime(9, 9).LoadManyAsync([1, 2, 3, 4, 5, 6, 7, 9]);
        scheduler.Dispatch();

        Assert.Equal(
            [(1, 3, 3), (2, 3, 2), (3, 3, 2)],
            heard.Spans.Select(static span => (
                Tag(span, "dataloader.batch.part"), Tag(span, "dataloader.batch.parts"), Tag(span, "graphql.dataloader.cache.miss_count"))));
        Assert.Equal([1, 0, 0], heard.Spans.Select(static span => Tag(span, "graphql.dataloader.cache.hit_count")));
        Assert.Equal([1, 0, 0], heard.Spans.Select(static span => span.Links.Count()));
    }

    [Fact]
    public void T4_Each_caller_is_linked_once_however_they_take_turns()
    {
        using var heard = new Heard();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Activity[] callers = [.. Enumerable.Range(0, 130).Select(static i => new Activity($"caller {i}"))];
        foreach (Activity caller in callers)
            As(caller, () => loader.LoadAsync(1));
        As(callers[0], () => loader.LoadAsync(2));
        As(callers[1], () => loader.LoadAsync(2));

        scheduler.Dispatch();

        Activity span = heard.Spans.Single();
        Assert.Equal(callers.Take(128).Select(static caller => caller.SpanId), span.Links.Select(static link => link.Context.SpanId));
        Assert.Equal(130, Tag(span, "dataloader.callers"));
    }

    [Fact]
    public async Task T4_A_caller_of_a_key_on_its_way_is_linked_too()
    {
        using var heard = new Heard();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Activity[] callers = [new("first"), new("joins"), new("asks for another")];
        As(callers[0], () => loader.LoadAsync(1));
        scheduler.Dispatch();
        As(callers[1], () => loader.LoadAsync(1));
        Task<int> other = Task.FromResult(0);
        As(callers[2], () => other = loader.LoadAsync(2));

        batch.Calls[0].Answer();
        _ = await loader.LoadAsync(1).WithTimeout();
        scheduler.Dispatch();
        batch.Calls[1].Answer();
        _ = await other.WithTimeout();

        Assert.Equal(
            [[callers[0].SpanId, callers[1].SpanId], [callers[2].SpanId]],
            heard.Spans.Select(static span => span.Links.Select(static link => link.Context.SpanId).ToArray()));
        Assert.Equal([2, 1], heard.Spans.Select(static span => Tag(span, "dataloader.callers")));
    }

    [Fact]
    public async Task T5_Failed_and_missing_keys_are_counted_and_nothing_of_them_is_told()
    {
        using var heard = new Heard();
        (BatchLoader<int, string?> loader, ManualBatchScheduler scheduler) = Manual.CreateSettled<int, string?>(static (keys, _) =>
            Task.FromResult<IReadOnlyList<LoadResult<string?>>>([.. keys.Select(Answer)]));
        Task<IReadOnlyList<LoadResult<string?>>> loads = loader.LoadManySettledAsync([1, 2, 3, 4]);

        scheduler.Dispatch();
        _ = await loads.WithTimeout();

        Activity span = heard.Spans.Single();
        Assert.Equal((1, 2), (Tag(span, "dataloader.failed_key_count"), Tag(span, "dataloader.missing_key_count")));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(typeof(FormatException).FullName, span.GetTagItem("error.type"));
        Assert.Equal((1, 2), (heard.Sum(TelemetryNames.FailedKeys), heard.Sum(TelemetryNames.MissingKeys)));
        Assert.Equal(typeof(FormatException).FullName, heard.TagOf(TelemetryNames.BatchDuration, "error.type"));
        Assert.DoesNotContain(span.TagObjects, static tag => tag.Value is string text && text.Contains(Secret, StringComparison.Ordinal));
        Assert.Empty(span.Events);

        static LoadResult<string?> Answer(int key) => key switch
        {
            1 => "one",
            2 => LoadResult.Failure<string?>(new FormatException(Secret)),
            3 => LoadResult.Failure<string?>(new KeyNotFoundException()),
            _ => (string?)null,
        };
    }

    [Fact]
    public async Task T5_A_batch_that_fails_as_a_whole_is_an_error()
    {
        using var heard = new Heard();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(static (_, _) => throw new FormatException(Secret));
        Task<int> load = loader.LoadAsync(2);
        _ = loader.LoadAsync(3);

        scheduler.Dispatch();
        await load.FailsWith<FormatException>();

        Activity span = heard.Spans.Single();
        Assert.Equal((2, ActivityStatusCode.Error, null), (Tag(span, "dataloader.failed_key_count"), span.Status, span.StatusDescription));
        Assert.Equal(2, heard.Sum(TelemetryNames.FailedKeys));
    }

    [Fact]
    public async Task T6_A_batch_that_nobody_waits_for_any_more_is_no_error()
    {
        using var heard = new Heard();
        using var source = new CancellationTokenSource();
        var never = new TaskCompletionSource<IReadOnlyList<int>>();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, token) => never.Task.WaitAsync(token));
        Task<int> load = loader.LoadAsync(1, source.Token);
        scheduler.Dispatch();
        var ended = new TaskCompletionSource();
        using ActivityListener end = new() { ShouldListenTo = static it => it.Name == "DataLoader", ActivityStopped = _ => ended.TrySetResult() };
        ActivitySource.AddActivityListener(end);

        source.Cancel();
        await load.IsCancelled();
        await ended.Task.WithTimeout();

        Activity span = heard.Spans.Single();
        Assert.Equal((true, ActivityStatusCode.Unset, null), (span.GetTagItem("dataloader.cancelled"), span.Status, span.GetTagItem("error.type")));
        Assert.Equal(0, heard.Sum(TelemetryNames.FailedKeys));
    }

    [Fact]
    public void T7_A_loader_that_was_made_before_the_listener_has_spans()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        _ = loader.LoadAsync(1);
        scheduler.Dispatch();
        using var heard = new Heard();

        _ = loader.LoadManyAsync([2, 3]);
        scheduler.Dispatch();

        Assert.Equal(2, Tag(heard.Spans.Single(), "dataloader.batch.keys"));
        Assert.Equal((1, 2), (heard.Sum(TelemetryNames.Batches), heard.Sum(TelemetryNames.BatchSize)));
        Assert.Equal(0, heard.Measurements.Count(static it => it.Instrument == TelemetryNames.BatchWait));
    }

    [Fact]
    public void T8_Histograms_advise_bounds_that_tell_small_batches_and_short_times_apart()
    {
        using var heard = new Heard();
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();
        _ = loader.Name;

        var sizes = (System.Diagnostics.Metrics.Histogram<long>)heard.Instruments.Single(static it => it.Name == TelemetryNames.BatchSize);
        Assert.Equal([1, 2, 5, 10], sizes.Advice!.HistogramBucketBoundaries!.Take(4));
        foreach (string name in (string[])[TelemetryNames.BatchWait, TelemetryNames.BatchDuration])
        {
            var times = (System.Diagnostics.Metrics.Histogram<double>)heard.Instruments.Single(it => it.Name == name);
            Assert.Equal((0.000_01, 10), (times.Advice!.HistogramBucketBoundaries![0], times.Advice.HistogramBucketBoundaries[^1]));
        }
    }

    [Fact]
    public void T9_Batches_are_counted_by_reason()
    {
        using var heard = new Heard();
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;

        using (scope.OpenFrame())
            _ = loader.LoadAsync(1);

        Assert.Equal("root_frame", heard.TagOf(TelemetryNames.Batches, "dataloader.dispatch.reason"));
    }

    private static void As(Activity caller, Action load)
    {
        if (caller.IdFormat == ActivityIdFormat.Unknown)
            caller.Start();
        Activity.Current = caller;
        load();
        Activity.Current = null;
    }

    private static int Tag(Activity span, string name) => Convert.ToInt32(span.GetTagItem(name) ?? -1, null);
}
