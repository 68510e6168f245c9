using System.Text.RegularExpressions;

namespace DataLoader.Docs.Tests;

public partial class LinkTests
{
    public static TheoryData<string> AllPages => [.. Pages.All, "CONTRIBUTING.md", "CHANGELOG.md"];

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Links_lead_to_files_and_headings_that_exist(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Pages.Root, page))!;
        foreach (Match link in Link().Matches(Fenced().Replace(Pages.Read(page), "")))
        {
            string[] target = link.Groups["target"].Value.Split('#');
            if (target[0].Contains("://", StringComparison.Ordinal))
                continue;

            string file = target[0].Length == 0 ? Path.Combine(Pages.Root, page) : Path.GetFullPath(Path.Combine(folder, target[0]));
            Assert.True(File.Exists(file) || Directory.Exists(file), $"{page} links to {target[0]}, which is not there");
            if (target.Length == 2)
                Assert.Contains(target[1], Heading().Matches(File.ReadAllText(file)).Select(heading => Anchor(heading.Groups["text"].Value)));
        }
    }

    [Fact]
    public void The_index_leads_to_every_page()
        => Assert.All(Pages.All.Where(page => page is not ("README.md" or "docs/README.md")), page =>
        {
            // A folder has an index of its own, to which that of docs leads.
            string index = Path.GetDirectoryName(page)!.Replace('\\', '/') + "/README.md";
            string from = index == page ? "docs/README.md" : index;
            Assert.Contains($"({page[(Path.GetDirectoryName(from)!.Length + 1)..]}", Pages.Read(from), StringComparison.Ordinal);
        });

    /// <summary>Ids of the contract's rows are for those who work on the library. The workloads of the measurements have names of the same form.</summary>
    [Fact]
    public void Pages_for_users_name_no_row_of_the_contract()
        => Assert.All(Pages.All.Except(["docs/contract.md", "docs/inside.md", "docs/performance.md"]), page
            => Assert.DoesNotMatch(RowId(), Fenced().Replace(Pages.Read(page), "")));

    // As GitHub makes them.
    private static string Anchor(string heading)
        => NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\b[A-Z][0-9]{1,2}\b")]
    private static partial Regex RowId();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
