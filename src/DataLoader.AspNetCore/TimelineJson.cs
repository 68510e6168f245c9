using System.Text.Json;

namespace DataLoader.AspNetCore;

/// <summary>Entries as JSON. Times are milliseconds since the scope began.</summary>
internal static class TimelineJson
{
    public static void WriteSummary(Utf8JsonWriter writer, TimelineEntry entry)
    {
        writer.WriteStartObject();
        WriteCommon(writer, entry);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, TimelineEntry entry)
    {
        writer.WriteStartObject();
        WriteCommon(writer, entry);
        writer.WriteStartArray("totals");
        foreach (LoaderTotals loader in entry.Scope.Loaders)
            Write(writer, loader);
        writer.WriteEndArray();
        writer.WriteStartArray("list");
        foreach (BatchReceipt batch in entry.Batches)
            Write(writer, batch);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Keys that depend on values are asked for after them, and there is nothing to be seen in that; but one key after the other is likely a loop.
    private static bool IsAvoidable(BatchReceipt batch) => batch.MissedMerge?.Reason switch
    {
        null or MissedMergeReason.AfterAnotherAnswer => false,
        MissedMergeReason.AfterItsAnswer => batch.KeyCount == 1,
        _ => true,
    };

    private static void WriteCommon(Utf8JsonWriter writer, TimelineEntry entry)
    {
        IReadOnlyList<LoaderTotals> loaders = entry.Scope.Loaders;
        writer.WriteNumber("id", entry.Scope.ScopeId);
        writer.WriteString("name", entry.Name);
        if (entry.StatusCode is { } status)
            writer.WriteNumber("status", status);
        writer.WriteString("startedAt", entry.Scope.StartedAt);
        Write(writer, "ms", entry.Scope.Duration);
        writer.WriteBoolean("aborted", entry.Scope.WasAborted);
        writer.WriteNumber("loads", loaders.Sum(static it => it.Loads));
        writer.WriteNumber("batches", loaders.Sum(static it => it.Batches));
        writer.WriteNumber("failed", loaders.Sum(static it => it.FailedKeys));
        writer.WriteNumber("missed", entry.Batches.Count(IsAvoidable));
        writer.WriteStartArray("loaders");
        foreach (LoaderTotals loader in loaders)
            writer.WriteStringValue(loader.LoaderName);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, LoaderTotals loader)
    {
        writer.WriteStartObject();
        writer.WriteString("loader", loader.LoaderName);
        writer.WriteNumber("loads", loader.Loads);
        writer.WriteNumber("hits", loader.Hits);
        writer.WriteNumber("shared", loader.Shared);
        writer.WriteNumber("keys", loader.Keys);
        writer.WriteNumber("batches", loader.Batches);
        writer.WriteNumber("failed", loader.FailedKeys);
        writer.WriteNumber("missing", loader.MissingKeys);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BatchReceipt batch)
    {
        writer.WriteStartObject();
        writer.WriteString("loader", batch.LoaderName);
        writer.WriteNumber("number", batch.Number);
        writer.WriteNumber("dispatch", batch.Dispatch);
        writer.WriteNumber("level", batch.Level);
        if (batch.WokenBy is { } woken)
            writer.WriteNumber("wokenBy", woken);
        writer.WriteString("reason", batch.Reason.ToString());
        writer.WriteNumber("keys", batch.KeyCount);
        if (batch.MaxBatchSize < int.MaxValue)
            writer.WriteNumber("limit", batch.MaxBatchSize);
        writer.WriteNumber("part", batch.Part);
        writer.WriteNumber("parts", batch.PartCount);
        writer.WriteNumber("asked", batch.Asked);
        writer.WriteNumber("shared", batch.Shared);
        writer.WriteNumber("hits", batch.Hits);
        writer.WriteNumber("cached", batch.CachedKeys);
        writer.WriteNumber("requests", batch.Requests);
        Write(writer, "firstKeyAt", batch.FirstKeyAt);
        Write(writer, "waitedForFrame", batch.WaitedForFrame);
        Write(writer, "waitedForSlot", batch.WaitedForSlot);
        Write(writer, "sentAt", batch.SentAt);
        Write(writer, "endedAt", batch.EndedAt);
        writer.WriteString("outcome", batch.Status.ToString());
        if (batch.ErrorType is { } error)
            writer.WriteString("error", error);
        writer.WriteNumber("failed", batch.FailedKeys);
        writer.WriteNumber("missing", batch.MissingKeys);
        Write(writer, "callSites", batch.CallSites);
        if (batch.MissedMerge is { } missed)
        {
            writer.WriteStartObject("missed");
            writer.WriteNumber("number", missed.Number);
            writer.WriteString("reason", missed.Reason.ToString());
            writer.WriteBoolean("avoidable", IsAvoidable(batch));
            Write(writer, "callSites", missed.CallSites);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, TimeSpan time) => writer.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
