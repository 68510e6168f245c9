using System.Globalization;
using System.Text;

namespace Ratios;

/// <summary>Prints the tables as they come, and the targets at the end.</summary>
internal sealed class Report
{
    private readonly StringBuilder _rows = new("table,row,contender,ns_q25,ns_median,bytes\n");
    private readonly List<(string What, string Figure, string Target, bool Pass)> _targets = [];

    public void Table(string title) => Console.WriteLine($"\n## {title}");

    /// <summary>Prints one row; the first sample is what the others are compared with.</summary>
    public void Row(string table, string row, params Sample[] samples)
    {
        Console.WriteLine($"{row,-14}" + string.Join("  ", samples.Select(it =>
            Text($"{it.Name} {it.LowerQuartile:0.0} ns") + (double.IsNaN(it.Bytes) ? "" : Text($" {it.Bytes:0} B")) + $" ({Ratios(it, samples[0])})")));
        foreach (Sample it in samples)
            _rows.AppendLine(Text($"{table},{row},{it.Name},{it.LowerQuartile:0.00},{it.Median:0.00},{it.Bytes:0.0}"));
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
        foreach ((string what, string figure, string target, bool pass) in _targets)
            Console.WriteLine($"{(pass ? "pass" : "MISS")}  {what,-60} {figure,-28} {target}");
        Console.WriteLine($"{_targets.Count(it => it.Pass)} of {_targets.Count} met");
    }

    public void Save(string path) => File.WriteAllText(path, _rows.ToString());

    private static string Ratios(Sample one, Sample other)
        => Text($"{one.TimeOver(other):0.00}x") + (other.Bytes > 0 ? Text($" {one.BytesOver(other):0.00}x") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Target(string what, string figure, string target, bool pass) => _targets.Add((what, figure, target, pass));
}
