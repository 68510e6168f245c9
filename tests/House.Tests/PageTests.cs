using System.Text.RegularExpressions;
using DataLoader.House.Tests.Support;

namespace DataLoader.House.Tests;

/// <summary>docs/inside.md names files, types and invariants that exist.</summary>
public class PageTests
{
    private static readonly string[] Folders = ["src/DataLoader.Runtime", "src/DataLoader.Generator", ""];

    [Fact]
    public void Files_and_folders_that_the_page_names_exist()
        => Assert.Equal([], Quoted(@"[\w./{},-]+(?:\.cs|\.md|/)").Where(static path => !Folders.Any(folder => Exists(Path.Combine(folder, path)))));

    [Fact]
    public void Members_that_the_page_names_exist()
    {
        // `Type.Member` with a type of the runtime or the generator.
        Dictionary<string, string> sources = [];
        foreach (string project in Folders.Where(static folder => folder.Length > 0))
        {
            foreach ((string path, string text) in Repository.SourcesOf(project))
                sources[$"{project}/{path}"] = text;
        }

        Assert.Equal([], Quoted(@"[A-Z]\w+\.[A-Z]\w+").Where(static name => !name.EndsWith(".cs", StringComparison.Ordinal)).Where(name =>
        {
            string[] parts = name.Split('.');
            return !sources.Any(source => Path.GetFileName(source.Key).StartsWith(parts[0], StringComparison.Ordinal) && Regex.IsMatch(source.Value, $@"\b{parts[1]}\b"));
        }));
    }

    [Fact]
    public void The_page_has_the_invariants_of_the_contract()
    {
        string contract = File.ReadAllText(Repository.PathOf("docs/contract.md"));
        string[] invariants = [.. Regex.Matches(contract, @"^\| (N[0-9]) \|", RegexOptions.Multiline).Select(static row => row.Groups[1].Value)];
        Assert.NotEmpty(invariants);
        Assert.All(invariants, static invariant => Assert.Matches($@"\b{invariant}\b", InsidePage.Text));
    }

    private static IEnumerable<string> Quoted(string pattern)
        => Regex.Matches(InsidePage.Text, $"`({pattern})`").Select(static name => name.Groups[1].Value).Distinct();

    private static bool Exists(string path) => File.Exists(Repository.PathOf(path)) || Directory.Exists(Repository.PathOf(path));
}
