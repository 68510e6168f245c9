using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataLoader.AspNetCore.Tests.Support;

/// <summary>An application with two endpoints, in this process.</summary>
internal sealed class ShopApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShopApp(WebApplication app, Lines log)
    {
        _app = app;
        Log = log;
    }

    public Lines Log { get; }

    public Shop Shop => _app.Services.GetRequiredService<Shop>();

    public IServiceProvider Services => _app.Services;

    public static async Task<ShopApp> StartAsync(
        string environment = "Development", Action<LoaderTimelineOptions>? configure = null, Action<IEndpointConventionBuilder>? protect = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        var log = new Lines();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        builder.Services.AddSingleton<Shop>();
        builder.Services.AddBatchLoaders();
        builder.Services.AddLoaderTimeline(configure);
        builder.Services.AddSingleton<Ends>();
        builder.Services.AddSingleton<LoaderObserver>(static provider => provider.GetRequiredService<Ends>());
        builder.Services.AddAuthentication(nameof(HeaderUser)).AddScheme<AuthenticationSchemeOptions, HeaderUser>(nameof(HeaderUser), null);
        builder.Services.AddAuthorization();
        WebApplication app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseBatchLoaders();
        app.MapGet("/items/{from:int}/{count:int}", async (int from, int count, ItemByIdLoader items)
            => (await Task.WhenAll(Enumerable.Range(from, count).Select(items.LoadAsync))).Select(static item => item.Name));
        app.MapGet("/loop/{count:int}", async (int count, ItemByIdLoader items) =>
        {
            for (int id = 1; id <= count; id++)
#pragma warning disable BL1001 // What the log must warn of.
                await items.LoadAsync(id);
#pragma warning restore BL1001
        });
        IEndpointConventionBuilder timeline = app.MapLoaderTimeline();
        protect?.Invoke(timeline);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new ShopApp(app, log);
    }

    /// <summary>Waits until so many scopes have ended: they do when their request has been answered.</summary>
    public Task ScopesEndedAsync(int count) => _app.Services.GetRequiredService<Ends>().After(count).WaitAsync(TimeSpan.FromSeconds(30));

    public HttpClient Client() => _app.GetTestClient();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Counts scopes that have ended. Registered behind the timeline, which is told first.</summary>
internal sealed class Ends : LoaderObserver
{
    private readonly SemaphoreSlim _ended = new(0);

    public override void OnScopeEnded(ScopeReceipt receipt) => _ended.Release();

    public async Task After(int count)
    {
        for (int i = 0; i < count; i++)
            await _ended.WaitAsync();
    }
}

/// <summary>A log that tests can read.</summary>
internal sealed class Lines : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IEnumerable<string> Of(LogLevel level) => _lines.Where(it => it.Level == level).Select(static it => it.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(Lines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (category.StartsWith("DataLoader", StringComparison.Ordinal))
                lines._lines.Enqueue((logLevel, formatter(state, exception)));
        }
    }
}
