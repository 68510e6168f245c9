using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Storefront.Tests;

/// <summary>What OpenTelemetry's SDK, as the application sets it up, gives to an exporter.</summary>
[Collection(nameof(Stores))]
public sealed class TelemetryTests(Stores stores)
{
    /// <summary>A trace holds SQL.</summary>
    [Theory]
    [InlineData("Production", "false", false)]
    [InlineData("Production", "true", true)]
    [InlineData("Development", "false", true)]
    public async Task A_trace_is_given_in_Development_or_where_it_is_allowed(string environment, string allowTrace, bool isTraced)
    {
        await using WebApplicationFactory<Program> app = stores["sqlite"].WithWebHostBuilder(builder => builder.UseEnvironment(environment).UseSetting("AllowTrace", allowTrace));
        string answer = await app.CreateClient().GetStringAsync("/api/orders/1?trace=on");

        Assert.Contains("\"id\":1", answer, StringComparison.Ordinal);
        Assert.Equal(isTraced, answer.Contains("SELECT", StringComparison.Ordinal));
    }

    [Theory, OnSqlite]
    public async Task Spans_of_batches_belong_to_the_request_and_link_to_their_callers(string database)
    {
        // A listener hears the whole process, and other tests' requests run beside this one: its spans are known by their trace.
        var spans = new Spans(ActivityTraceId.CreateRandom());
        using StorefrontApp app = new(database, stores.Connection(database), configure: services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));
        using var question = new HttpRequestMessage(HttpMethod.Get, "/api/orders/4711");
        question.Headers.Add("traceparent", $"00-{spans.Trace}-{ActivitySpanId.CreateRandom()}-01");
        using HttpResponseMessage answer = await app.CreateClient().SendAsync(question);
        answer.EnsureSuccessStatusCode();

        Activity request = await spans.Request.WaitAsync(TimeSpan.FromMinutes(1));
        Activity[] batches = [.. spans.Ended.Where(span => span.Source.Name == "DataLoader")];
        Assert.Equal(7, batches.Length);
        Assert.All(batches, batch => Assert.Contains(batch.Links, link => link.Context.TraceId == request.TraceId));
        Activity products = Assert.Single(batches, batch => (string?)batch.GetTagItem("graphql.dataloader.name") == "ProductByIdLoader");
        Assert.Equal(4, products.GetTagItem("dataloader.batch.keys"));

        // Products are asked for by a call that requests share, which is a trace of its own.
        Assert.DoesNotContain(spans.Ended, span => span.OperationName == "sql" && span.ParentSpanId == products.SpanId);
        Activity lines = Assert.Single(batches, batch => (string?)batch.GetTagItem("graphql.dataloader.name") == "LinesByOrderLoader");
        Assert.Contains(spans.Ended, span => span.OperationName == "sql" && span.ParentSpanId == lines.SpanId);
    }

    [Theory, OnSqlite]
    public async Task Instruments_of_the_loaders_reach_an_exporter(string database)
    {
        var metrics = new Metrics();
        using StorefrontApp app = new(
            database, stores.Connection(database), configure: services => services.ConfigureOpenTelemetryMeterProvider(meters => meters.AddReader(new BaseExportingMetricReader(metrics))));
        await app.GetAsync("/api/orders");
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Equal(
            ["dataloader.batch.duration", "dataloader.batch.size", "dataloader.batch.wait", "dataloader.batches", "dataloader.hits", "dataloader.keys.missing", "dataloader.loads"],
            metrics.Names.Distinct().Order());
    }

    /// <summary>The spans of one trace.</summary>
    private sealed class Spans(ActivityTraceId trace) : BaseProcessor<Activity>
    {
        private readonly TaskCompletionSource<Activity> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ActivityTraceId Trace => trace;

        public ConcurrentQueue<Activity> Ended { get; } = new();

        /// <summary>The request's own span, which may end after its answer has come.</summary>
        public Task<Activity> Request => _request.Task;

        public override void OnEnd(Activity data)
        {
            if (data.TraceId != trace)
                return;
            Ended.Enqueue(data);
            if (data.Kind == ActivityKind.Server && data.DisplayName.Contains("/api/orders"))
                _request.TrySetResult(data);
        }
    }

    private sealed class Metrics : BaseExporter<Metric>
    {
        public ConcurrentQueue<string> Names { get; } = new();

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (Metric metric in batch)
                Names.Enqueue(metric.Name);
            return ExportResult.Success;
        }
    }
}
