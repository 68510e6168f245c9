using System.Text.RegularExpressions;

namespace DataLoader.House.Tests.Support;

/// <summary>docs/inside.md, which says what the rooms are and what each may use: the tests hold the sources to it.</summary>
internal static class InsidePage
{
    public static string Text { get; } = File.ReadAllText(Repository.PathOf("docs/inside.md"));

    /// <summary>The rooms of a project: the rows of the table under a heading.</summary>
    public static IReadOnlyList<Room> RoomsUnder(string heading)
    {
        string section = Text.Split("\n## ").Single(part => part.StartsWith(heading, StringComparison.Ordinal));
        return [.. Regex.Matches(section, @"^\| \*\*(?<name>[^*]+)\*\* \| (?<holds>[^|]*) \| [^|]* \| (?<uses>[^|]*) \|$", RegexOptions.Multiline)
            .Select(static row => new Room(
                row.Groups["name"].Value,
                [.. Regex.Matches(row.Groups["holds"].Value, "`([^`]+)`").Select(static file => file.Groups[1].Value)],
                [.. row.Groups["uses"].Value.Split(',', StringSplitOptions.TrimEntries).Where(static name => name is not ("" or "nothing"))]))];
    }
}
