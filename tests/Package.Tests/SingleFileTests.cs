using System.Text.RegularExpressions;

namespace DataLoader.Package.Tests;

/// <summary>The program of one file, as somebody who has copied it runs it.</summary>
[Collection(nameof(PackedPackage))]
public partial class SingleFileTests(PackedPackage package)
{
    [Fact]
    public void The_page_on_N_plus_1_shows_what_the_program_prints()
    {
        string folder = package.FolderWithFeed("single");
        File.Copy(Path.Combine(PackedPackage.RepositoryRoot, "samples", "NPlusOne", "nplusone.cs"), Path.Combine(folder, "nplusone.cs"));
        string printed = Dotnet.Run(folder, "run", "nplusone.cs");

        Assert.DoesNotContain("warning", printed, StringComparison.Ordinal);
        Assert.Contains("One query for each order: 21 statements\n", printed, StringComparison.Ordinal);
        Assert.Contains("With a loader: 2 statements\n", printed, StringComparison.Ordinal);
        Assert.EndsWith("All answers are equal.\n", printed, StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(PackedPackage.RepositoryRoot, "docs", "guide", "n-plus-one.md")).ReplaceLineEndings("\n");
        string[] statements = [.. Statements().Matches(page).Select(block => block.Groups[1].Value)];
        Assert.Equal(4, statements.Length);
        Assert.All(statements, block => Assert.Contains(block, printed, StringComparison.Ordinal));
    }

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Statements();
}
