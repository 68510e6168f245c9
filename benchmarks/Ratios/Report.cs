using System.Globalization;
using System.Text.Json;

namespace Ratios;

/// <summary>Prints the tables as they come, and the targets at the end.</summary>
internal sealed class Report
{
    private readonly List<string> _figures = [];
    private readonly List<Verdict> _targets = [];

    public void Table(string title) => Console.WriteLine($"\n## {title}");

    /// <summary>Prints one row; the first sample is what the others are compared with.</summary>
    public void Row(string table, string row, params Sample[] samples)
    {
        Console.WriteLine($"{row,-14}" + string.Join("  ", samples.Select(it =>
            Text($"{it.Name} {it.LowerQuartile:0.0} ns") + (double.IsNaN(it.Bytes) ? "" : Text($" {it.Bytes:0} B")) + $" ({Ratios(it, samples[0])})")));
        foreach (Sample it in samples)
            _figures.Add(Text($"{table},{row},{it.Name},{it.LowerQuartile:0.00},{it.Median:0.00},{it.Bytes:0.0}"));
    }

    public void Note(string text) => Console.WriteLine(text);

    public void Time(string what, Sample mine, Sample other, double most)
        => Target(what, Text($"{mine.TimeOver(other):0.00}x (median {mine.MedianOver(other):0.00}x)"), Text($"<= {most:0.00}x"), mine.TimeOver(other) <= most);

    public void Bytes(string what, Sample mine, Sample other, double most)
        => Target(what, Text($"{mine.BytesOver(other):0.00}x ({mine.Bytes:0} B)"), Text($"<= {most:0.00}x"), mine.BytesOver(other) <= most);

    public void AtMost(string what, double figure, double most, string unit)
        => Target(what, Text($"{figure:0.##} {unit}"), Text($"<= {most:0.##} {unit}"), figure <= most);

    public void PrintTargets()
    {
        Console.WriteLine("\n## Targets");
        foreach (Verdict it in _targets)
            Console.WriteLine($"{(it.Pass ? "pass" : "MISS")}  {it.What,-60} {it.Figure,-28} {it.Target}");
        Console.WriteLine($"{_targets.Count(it => it.Pass)} of {_targets.Count} met");
    }

    public void SaveFigures(string path) => File.WriteAllLines(path, ["table,row,contender,ns_q25,ns_median,bytes", .. _figures]);

    /// <summary>Writes everything for another process to add to its report.</summary>
    public void SaveResults(string path) => File.WriteAllText(path, JsonSerializer.Serialize(new Results(_figures, _targets)));

    public void AddResults(string path)
    {
        Results results = JsonSerializer.Deserialize<Results>(File.ReadAllText(path))!;
        _figures.AddRange(results.Figures);
        _targets.AddRange(results.Targets);
    }

    private static string Ratios(Sample one, Sample other)
        => Text($"{one.TimeOver(other):0.00}x") + (other.Bytes > 0 ? Text($" {one.BytesOver(other):0.00}x") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Target(string what, string figure, string target, bool pass) => _targets.Add(new Verdict(what, figure, target, pass));

    private sealed record Verdict(string What, string Figure, string Target, bool Pass);

    private sealed record Results(List<string> Figures, List<Verdict> Targets);
}
