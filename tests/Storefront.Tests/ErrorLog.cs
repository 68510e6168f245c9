using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Storefront.Tests;

/// <summary>What the application logged as an error: callers are not told, the test that fails must be.</summary>
public sealed class ErrorLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _errors = new();

    public override string ToString() => string.Join('\n', _errors);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _errors.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
