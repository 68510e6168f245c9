using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataLoader;
using Features;
using Microsoft.Extensions.DependencyInjection;
using static Features.Check;

List<string> spans = [];
List<string> instruments = [];
using ActivityListener tracing = new()
{
    ShouldListenTo = source => source.Name == "DataLoader",
    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    ActivityStopped = activity =>
    {
        lock (spans)
            spans.Add(activity.OperationName);
    },
};
ActivitySource.AddActivityListener(tracing);
using MeterListener metering = new()
{
    InstrumentPublished = (instrument, listener) =>
    {
        if (instrument.Meter.Name == "DataLoader")
        {
            instruments.Add(instrument.Name);
            listener.EnableMeasurementEvents(instrument);
        }
    },
};
metering.Start();

ServiceCollection services = new();
services.AddSingleton<Backend>().AddScoped<Connection>().AddBatchLoaders();
await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
await using AsyncServiceScope request = provider.CreateAsyncScope();
await Shapes.RunAsync(request.ServiceProvider);
await CachesAndErrors.RunAsync();
await Scheduling.RunAsync();

Equal(true, spans.Count > 0);
Equal(true, instruments.Count > 0);
Console.WriteLine("all features work");
