using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Storefront.Telemetry;

/// <summary>Writes a span for each statement that EF Core sends. The text holds parameter names, never their values.</summary>
public sealed class StatementTracer : DbCommandInterceptor
{
    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Write(command, eventData, failed: false);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Write(command, eventData, failed: false);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Write(command, eventData, failed: false);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Write(command, eventData, failed: true);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Write(command, eventData, failed: true);
        return Task.CompletedTask;
    }

    private static void Write(DbCommand command, CommandEndEventData data, bool failed)
    {
        DateTimeOffset start = data.StartTime;
        using Activity? span = StorefrontTelemetry.Source.StartActivity(StorefrontTelemetry.Statement, ActivityKind.Client, parentContext: default, startTime: start);
        span?.SetTag(StorefrontTelemetry.StatementTag, command.CommandText).SetEndTime((start + data.Duration).UtcDateTime);
        if (failed)
            span?.SetStatus(ActivityStatusCode.Error);
    }
}
