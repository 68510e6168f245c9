using System.Diagnostics;
using System.Globalization;

namespace DataLoader.Tests;

/// <summary>Rows P7 to P14: who leaves, what fails, what a call sees, and the end.</summary>
public class SharedOutcomeTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public async Task P7_A_merged_batch_is_cancelled_when_all_its_requests_have_left_and_not_before()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        using var one = new CancellationTokenSource();
        using var two = new CancellationTokenSource();
        _ = shared.Request("a").Load(1);
        Task first = shared.Request("a").Load(one.Token, 2);
        Task second = shared.Request("a").Load(two.Token, 3);
        backend.Calls[0].Answer();
        GatedBatch<int, string>.Call merged = await backend.CallAsync(1);

        await one.CancelAsync();
        await first.IsCancelled();
        Assert.False(merged.CancellationToken.IsCancellationRequested);
        var fired = new TaskCompletionSource();
        merged.CancellationToken.Register(fired.SetResult);
        await two.CancelAsync();
        await second.IsCancelled();
        await fired.Task.WithTimeout();
        merged.Cancel();

        // The lane goes on.
        Task third = shared.Request("a").Load(4);
        (await backend.CallAsync(2)).Answer();
        await third.WithTimeout();
    }

    [Fact]
    public async Task P7_Who_leaves_while_waiting_is_not_asked_for_and_harms_nobody()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        using var source = new CancellationTokenSource();
        _ = shared.Request("a").Load(1);
        Task left = shared.Request("a").Load(source.Token, 2);
        Task<IReadOnlyList<string>> stays = shared.Request("a").Load(3);
        await source.CancelAsync();
        await left.IsCancelled();

        backend.Calls[0].Answer();
        (await backend.CallAsync(1)).Answer();
        Assert.Equal(["v3"], await stays.WithTimeout());
        backend.AssertCalls([1], [3]);
    }

    [Fact]
    public async Task P7_The_end_of_one_request_is_no_other_ones()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        var scope = new LoaderScope();
        _ = shared.Request("a").Load(1);
        Task ended = shared.Request("a", scope).Load(2);
        Task<IReadOnlyList<string>> stays = shared.Request("a").Load(3);
        backend.Calls[0].Answer();
        GatedBatch<int, string>.Call merged = await backend.CallAsync(1);
        scope.Dispose();
        await ended.FailsWith<ObjectDisposedException>();
        merged.Answer();
        Assert.Equal(["v3"], await stays.WithTimeout());
    }

    [Fact]
    public async Task P8_When_a_merged_batch_fails_each_request_is_asked_for_once_more_alone()
    {
        var calls = new List<int[]>();
        var gate = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            async (_, batch) =>
            {
                lock (calls)
                    calls.Add([.. batch.Keys]);
                await gate.Task;
                if (batch.Keys.Contains(13))
                    throw new InvalidOperationException($"13 of {string.Join(", ", batch.Keys)}");
                batch.SetValues([.. batch.Keys.Select(static key => $"v{key}")]);
            },
            Shared.OneCall());
        int[][] asked = [[1], [2], [13], [13, 4], [5]];
        Task<IReadOnlyList<string>>[] loads = [.. asked.Select(keys => shared.Request("a").Load(keys))];
        gate.SetResult();

        Assert.Equal(["v1"], await loads[0].WithTimeout());
        Assert.Equal(["v2"], await loads[1].WithTimeout());
        InvalidOperationException one = await loads[2].FailsWith<InvalidOperationException>();
        InvalidOperationException two = await loads[3].FailsWith<InvalidOperationException>();
        Assert.Equal(["v5"], await loads[4].WithTimeout());
        Assert.Equal("13 of 13", one.Message);
        Assert.Equal("13 of 13, 4", two.Message);
        Assert.NotSame(one, two);
        Assert.Equal([[1], [2, 13, 4, 5], [2], [13], [13, 4], [5]], calls);
    }

    [Fact]
    public async Task P8_A_thousand_requests_are_asked_for_alone_by_a_method_that_is_done_at_once()
    {
        var gate = new TaskCompletionSource();
        int calls = 0;
        var shared = new Shared<string, int, string>(
            (_, batch) =>
            {
                if (Interlocked.Increment(ref calls) == 1)
                    return gate.Task;
                if (batch.Keys.Count > 1)
                    throw new TimeoutException();
                batch.SetValues([.. batch.Keys.Select(static key => $"v{key}")]);
                return Task.CompletedTask;
            },
            Shared.OneCall());
        _ = shared.Request("a").Load(-1);
        Task<IReadOnlyList<string>>[] loads = [.. Enumerable.Range(0, 1_000).Select(key => shared.Request("a").Load(key))];
        gate.SetException(new TimeoutException());
        await Task.WhenAll(loads).WithTimeout();
        Assert.Equal(Enumerable.Range(0, 1_000).Select(static key => $"v{key}"), loads.Select(static load => load.Result[0]));
        Assert.Equal(1_002, calls);
    }

    [Fact]
    public async Task P9_A_call_sees_nothing_of_the_requests_around_it()
    {
        var seen = new List<(string? Ambient, Activity? Activity, CultureInfo Culture, SynchronizationContext? Context)>();
        var gate = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            async (_, batch) =>
            {
                lock (seen)
                    seen.Add((Ambient.Value, Activity.Current, CultureInfo.CurrentCulture, SynchronizationContext.Current));
                await gate.Task.ConfigureAwait(false);
                batch.SetValues([.. batch.Keys.Select(static key => $"v{key}")]);
            },
            Shared.OneCall());
        var ofRequests = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        using var asked = new CountdownEvent(3);
        Task[] requests = [.. Enumerable.Range(0, 3).Select(key => Task.Run(() => Request(key)))];

        async Task Request(int key)
        {
            Ambient.Value = $"user {key}";
            CultureInfo.CurrentCulture = ofRequests;
            using var activity = new Activity("request");
            activity.Start();
            SynchronizationContext.SetSynchronizationContext(new());
            Task load = shared.Request("a").Load(key);
            SynchronizationContext.SetSynchronizationContext(null);
            asked.Signal();
            Assert.Equal($"user {key}", Ambient.Value);
            Assert.Same(activity, Activity.Current);
            await load.ConfigureAwait(false);
            Assert.Equal($"user {key}", Ambient.Value);
        }

        Assert.True(asked.Wait(TimeSpan.FromSeconds(30)));
        gate.SetResult();
        await Task.WhenAll(requests).WithTimeout();
        Assert.Equal(2, seen.Count);
        Assert.All(seen, it =>
        {
            Assert.Equal((null, null, null), (it.Ambient, it.Activity, it.Context));
            Assert.NotSame(ofRequests, it.Culture);
        });
    }

    [Fact]
    public async Task P9_A_listener_sees_the_call_as_a_root_that_is_linked_to_the_batches_of_its_requests()
    {
        using var heard = new Heard();
        var gate = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            async (_, batch) =>
            {
                await gate.Task;
                batch.SetValues([.. batch.Keys.Select(static key => $"v{key}")]);
            },
            Shared.OneCall());
        Task[] loads = [shared.Request("a").Load(1), shared.Request("a").Load(2), shared.Request("a").Load(3)];
        gate.SetResult();
        await Task.WhenAll(loads).WithTimeout();

        Activity merged = Assert.Single(heard.Spans, static span => span.GetTagItem(TelemetryNames.Requests) is 2);
        Assert.Null(merged.ParentId);
        Assert.Equal(2, merged.GetTagItem(TelemetryNames.BatchKeys));
        Assert.Equal(2, merged.Links.Count());
        Activity[] batches = [.. merged.Links.Select(link => Assert.Single(heard.Spans, span => span.Context == link.Context))];
        Assert.All(batches, batch => Assert.Contains(batch.Links, link => link.Context == merged.Context));
        Assert.Equal(ActivityStatusCode.Unset, merged.Status);
    }

    [Fact]
    public async Task P9_The_activity_of_a_call_that_fails_is_an_error()
    {
        using var heard = new Heard();
        var gate = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            async (_, _) =>
            {
                await gate.Task;
                throw new TimeoutException();
            },
            Shared.OneCall());
        Task[] loads = [shared.Request("a").Load(1), shared.Request("a").Load(2), shared.Request("a").Load(3)];
        gate.SetResult();
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAll(loads).WithTimeout());

        // The first one, the other two together, and each of these alone.
        Activity[] calls = [.. heard.Spans.Where(static span => span.GetTagItem(TelemetryNames.Requests) is not null)];
        Assert.Equal([1, 1, 1, 2], calls.Select(static call => (int)call.GetTagItem(TelemetryNames.Requests)!).Order());
        Assert.All(calls, static call => Assert.Equal(
            (ActivityStatusCode.Error, typeof(TimeoutException).FullName), (call.Status, call.GetTagItem(TelemetryNames.ErrorType))));
    }

    [Fact]
    public async Task P9_The_activity_of_a_call_that_everybody_has_left_is_no_error()
    {
        var ended = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySource,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.GetTagItem(TelemetryNames.Requests) is not null)
                    ended.TrySetResult(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var asked = new TaskCompletionSource();
        var shared = new Shared<string, int, string>(
            async (_, batch) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, batch.CancellationToken);
            },
            Shared.OneCall());
        using var leaving = new CancellationTokenSource();
        Task<string> load = shared.Request("a").LoadAsync(1, leaving.Token);
        await asked.Task.WithTimeout();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load.WithTimeout());

        Activity call = await ended.Task.WithTimeout();
        Assert.Equal((ActivityStatusCode.Unset, true), (call.Status, call.GetTagItem(TelemetryNames.Cancelled)));
    }

    [Fact]
    public async Task P10_The_error_of_a_key_goes_to_each_request_that_asked_for_it_and_to_no_other()
    {
        var gate = new TaskCompletionSource();
        var bad = new FormatException();
        var shared = new Shared<string, int, string>(
            async (_, batch) =>
            {
                await gate.Task;
                batch.SetResults([.. batch.Keys.Select(key => key == 13 ? LoadResult.Failure<string>(bad) : key == 0 ? null! : $"v{key}")]);
            },
            Shared.OneCall());
        var definition = new BatchLoaderDefinition("Shared") { MissingKeys = MissingKeys.Fail };
        DelegateLoader<int, string>[] requests = [.. Enumerable.Range(0, 4).Select(_ => shared.Request("a", definition: definition))];
        Task[] loads = [requests[0].Load(1), requests[1].Load(0), requests[2].Load(0), requests[3].Load(2)];
        Task<IReadOnlyList<LoadResult<string>>> settled;
        LoaderScope scope = new();
        DelegateLoader<int, string> last = shared.Request("a", scope, definition: definition);
        using (scope.OpenFrame())
            settled = last.LoadManySettledAsync([13, 0, 3]);
        gate.SetResult();

        KeyNotFoundException one = await loads[1].FailsWith<KeyNotFoundException>();
        KeyNotFoundException two = await loads[2].FailsWith<KeyNotFoundException>();
        await loads[3].WithTimeout();
        IReadOnlyList<LoadResult<string>> results = await settled.WithTimeout();
        Assert.NotSame(one, two);
        Assert.Same(bad, results[0].Error);
        Assert.IsType<KeyNotFoundException>(results[1].Error);
        Assert.NotSame(one, results[1].Error);
        Assert.Equal("v3", results[2].Value);
    }

    [Fact]
    public async Task P10_An_error_that_names_what_the_backend_returned_for_another_request_is_not_shown()
    {
        var gate = new TaskCompletionSource();
        var shared = new Shared<string, string, string>(
            async (_, batch) =>
            {
                await gate.Task;
                batch.SetDictionary(batch.Keys.ToDictionary(static key => key.ToUpperInvariant()));
            },
            Shared.OneCall());
        Task<IReadOnlyList<string>>[] loads = [shared.Request("a").Load("A"), shared.Request("a").Load("secret"), shared.Request("a").Load("mine")];
        gate.SetResult();
        KeyNotFoundException error = await loads[2].FailsWith<KeyNotFoundException>();
        Assert.Contains("MINE", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task P11_Answers_do_not_wait_for_what_another_request_goes_on_with()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        using var release = new ManualResetEventSlim();
        Task[] loads = [shared.Request("a").Load(1), shared.Request("a").Load(2), shared.Request("a").Load(3)];
        Task blocked = BlockAfter(loads[1]);
        backend.Calls[0].Answer();
        (await backend.CallAsync(1)).Answer();
        await loads[2].WithTimeout();
        release.Set();
        await blocked.WithTimeout();

        async Task BlockAfter(Task load)
        {
            await load.ConfigureAwait(false);
            Assert.True(release.Wait(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task P12_A_value_is_given_to_several_requests_as_one_instance()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        _ = shared.Request("a").Load(1);
        Task<IReadOnlyList<string>> one = shared.Request("a").Load(2);
        Task<IReadOnlyList<string>> two = shared.Request("a").Load(2);
        backend.Calls[0].Answer();
        (await backend.CallAsync(1)).Answer();
        Assert.Same((await one.WithTimeout())[0], (await two.WithTimeout())[0]);
    }

    [Fact]
    public async Task P14_When_it_is_disposed_what_waits_fails_and_merged_calls_are_cancelled()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        Task<IReadOnlyList<string>> runs = shared.Request("a").Load(1);
        _ = shared.Request("a").Load(2);
        _ = shared.Request("a").Load(3);
        backend.Calls[0].Answer();
        Assert.Equal(["v1"], await runs.WithTimeout());
        GatedBatch<int, string>.Call merged = await backend.CallAsync(1);
        Task waits = shared.Request("a").Load(4);
        var fired = new TaskCompletionSource();
        merged.CancellationToken.Register(fired.SetResult);

        shared.Dispose();
        await waits.FailsWith<ObjectDisposedException>();
        await fired.Task.WithTimeout();
        await shared.Request("a").Load(5).FailsWith<ObjectDisposedException>();
        await shared.Request("b").Load(5).FailsWith<ObjectDisposedException>();
    }
}
