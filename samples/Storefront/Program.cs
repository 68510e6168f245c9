using DataLoader;
using Microsoft.AspNetCore.Hosting.Server;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Storefront.Api;
using Storefront.Data;
using Storefront.Reading;
using Storefront.Telemetry;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
IServiceCollection services = builder.Services;

services.AddSingleton<StatementTracer>();
services.AddDbContextFactory<StoreDb>((provider, options) =>
{
    Database.Configure(options, provider.GetRequiredService<IConfiguration>());
    options.AddInterceptors(provider.GetRequiredService<StatementTracer>());
});
services.AddSingleton<DatabaseSetup>();

services.AddHttpClient<Warehouse>((provider, http) =>
{
    http.BaseAddress = provider.GetRequiredService<IConfiguration>().GetValue<Uri>("Warehouse:BaseAddress") ?? OwnAddress.Of(provider.GetRequiredService<IServer>());
    http.Timeout = TimeSpan.FromSeconds(5);
});

// One scope of loaders for each request. AddBatchLoaders is generated: every loader of this project.
services.AddBatchLoaders();
services.AddScale(builder.Configuration);
services.AddLoaderTimeline();
services.AddHttpContextAccessor();

services.AddScoped<CurrentCustomer>();
services.AddScoped<StoreLists>();
services.AddScoped<LoaderReader>();
services.AddScoped<DirectReader>();
services.AddScoped<IStoreReader>(provider => ReadingFilter.UsesLoaders(provider.GetRequiredService<IHttpContextAccessor>().HttpContext)
    ? provider.GetRequiredService<LoaderReader>()
    : provider.GetRequiredService<DirectReader>());
services.AddScoped<StoreViews>();

services.AddSingleton<RequestTraces>();
services.AddOpenTelemetry()
    .WithTracing(tracing => tracing
        .AddSource(TelemetryNames.ActivitySource, StorefrontTelemetry.SourceName)
        .AddAspNetCoreInstrumentation()
        .AddProcessor(provider => provider.GetRequiredService<RequestTraces>()))
    .WithMetrics(metrics => metrics.AddMeter(TelemetryNames.Meter));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
    services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddOtlpExporter()).ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddOtlpExporter());

services.AddErrorHandling();

WebApplication app = builder.Build();
app.UseErrorHandling();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseMiddleware<StoreMiddleware>().UseBatchLoaders());
app.UseRouting();
app.MapStore();
app.MapWarehouse();
if (app.Environment.IsDevelopment())
    app.MapLoaderTimeline("/loaders");
app.Run();

/// <summary>The application, for its tests.</summary>
public partial class Program;
