using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Storefront.Tests;

/// <summary>What OpenTelemetry's SDK, as the application sets it up, gives to an exporter.</summary>
[Collection(nameof(Stores))]
public sealed class TelemetryTests(Stores stores)
{
    [Theory, OnSqlite]
    public async Task Spans_of_batches_belong_to_the_request_and_link_to_their_callers(string database)
    {
        var spans = new Spans();
        using StorefrontApp app = new(database, stores.Connection(database), configure: services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));
        await app.GetAsync("/api/orders/4711");

        Activity request = Assert.Single(spans.Ended, span => span.Kind == ActivityKind.Server && span.DisplayName.Contains("/api/orders"));
        Activity[] batches = [.. spans.Ended.Where(span => span.Source.Name == "DataLoader" && span.TraceId == request.TraceId)];
        Assert.Equal(7, batches.Length);
        Assert.All(batches, batch => Assert.Contains(batch.Links, link => link.Context.TraceId == request.TraceId));
        Activity products = Assert.Single(batches, batch => (string?)batch.GetTagItem("graphql.dataloader.name") == "ProductByIdLoader");
        Assert.Equal(4, products.GetTagItem("graphql.dataloader.batch.size"));
        Assert.Contains(spans.Ended, span => span.OperationName == "sql" && span.ParentSpanId == products.SpanId);
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
            ["dataloader.batch.duration", "dataloader.batch.size", "dataloader.batch.wait", "dataloader.batches", "dataloader.hits", "dataloader.loads"],
            metrics.Names.Distinct().Order());
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> Ended { get; } = new();

        public override void OnEnd(Activity data) => Ended.Enqueue(data);
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
