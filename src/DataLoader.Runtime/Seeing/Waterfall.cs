using System.Globalization;
using System.Text;

namespace DataLoader.Seeing;

/// <summary>Prints what a scope did, for consoles, tests and bug reports.</summary>
internal static class Waterfall
{
    private const int BarWidth = 32;
    private const int MostNameLetters = 40;

    public static string Of(ScopeReceipt scope)
    {
        var text = new StringBuilder();
        int batches = scope.Loaders.Sum(static loader => loader.Batches);
        text.Append(Text($"Scope {scope.ScopeId}: {Count(batches, "batch", "batches")} in {Milliseconds(scope.Duration)}"));
        text.Append(scope.WasAborted ? ", given up.\n" : ".\n");
        int width = Math.Min(MostNameLetters, scope.Loaders.Select(static loader => loader.LoaderName.Length).DefaultIfEmpty().Max());
        if (scope.Batches.Count > 0)
            AppendBatches(text, scope.Batches, width);
        if (scope.Loaders.Count > 0)
            AppendTotals(text, scope.Loaders, width);
        return text.ToString();
    }

    private static void AppendBatches(StringBuilder text, IReadOnlyList<BatchReceipt> batches, int width)
    {
        TimeSpan end = batches.Max(static batch => batch.EndedAt);
        text.Append(Text($"\n{"batch",6} level  {"loader".PadRight(width)}  {"keys",6} {"shared",6} {"hits",6}  "))
            .Append(Text($"{"waiting . running #".PadRight(BarWidth)}  {"time",9}  sent when\n"));
        foreach (BatchReceipt batch in batches.OrderBy(static batch => batch.Number))
        {
            text.Append(Text($"{"#" + batch.Number,6} {batch.Level,5}  {Name(batch.LoaderName, width)}  {batch.KeyCount,6} {batch.Shared,6} {batch.Hits,6}  "))
                .Append(Text($"{Bar(batch, end)}  {Milliseconds(batch.Duration),9}  {Words.Of(batch)}"))
                .Append(batch.PartCount > 1 ? Text($", part {batch.Part} of {batch.PartCount}") : "")
                .Append(batch.CachedKeys > 0 ? Text($"; {Count(batch.CachedKeys, "key", "keys")} from the value cache") : "")
                .Append(batch.Requests > 1 ? Text($"; one call for {batch.Requests} requests") : "")
                .Append(Outcome(batch)).Append('\n');
            if (batch.MissedMerge is { } missed)
                text.Append(Text($"{"",14}not with #{missed.Number}: {Words.Of(missed.Reason)}\n"));
            foreach (string site in batch.CallSites)
                text.Append(Text($"{"",14}at {site}\n"));
        }
    }

    private static void AppendTotals(StringBuilder text, IReadOnlyList<LoaderTotals> loaders, int width)
    {
        text.Append(Text($"\n{"loader".PadRight(width)}  {"loads",7} {"hits",7} {"shared",7} {"keys",7} {"batches",7} {"failed",7} {"missing",7}\n"));
        foreach (LoaderTotals it in loaders)
        {
            text.Append(Text($"{Name(it.LoaderName, width)}  {it.Loads,7} {it.Hits,7} {it.Shared,7} {it.Keys,7} {it.Batches,7} "))
                .Append(Text($"{it.FailedKeys,7} {it.MissingKeys,7}\n"));
        }
    }

    private static string Outcome(BatchReceipt batch) => batch.Status switch
    {
        BatchStatus.Cancelled => "; CANCELLED",
        BatchStatus.Failed => $"; FAILED with {batch.ErrorType}",
        _ => (batch.FailedKeys > 0 ? Text($"; {Count(batch.FailedKeys, "key", "keys")} failed with {batch.ErrorType}") : "")
            + (batch.MissingKeys > 0 ? Text($"; {Count(batch.MissingKeys, "key", "keys")} without a value") : ""),
    };

    private static string Bar(BatchReceipt batch, TimeSpan end)
    {
        int first = At(batch.FirstKeyAt, end);
        int sent = Math.Max(first, At(batch.SentAt, end));
        int ended = Math.Clamp(At(batch.EndedAt, end), Math.Min(sent + 1, BarWidth), BarWidth);
        sent = Math.Min(sent, ended - 1);
        first = Math.Min(first, sent);
        return new string(' ', first) + new string('.', sent - first) + new string('#', ended - sent) + new string(' ', BarWidth - ended);
    }

    private static int At(TimeSpan time, TimeSpan end) => end <= TimeSpan.Zero ? 0 : (int)Math.Clamp(BarWidth * (time / end), 0, BarWidth);

    private static string Name(string name, int width) => name.Length <= width ? name.PadRight(width) : string.Concat(name.AsSpan(0, width - 1), "…");

    private static string Milliseconds(TimeSpan time) => Text($"{time.TotalMilliseconds:0.0} ms");

    private static string Count(int count, string one, string many) => Text($"{count} {(count == 1 ? one : many)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
