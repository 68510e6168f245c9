using System.Reflection;
using System.Text.RegularExpressions;
using DataLoader.CodeFixes.Tests.Infrastructure;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DataLoader.CodeFixes.Tests.Contract;

/// <summary>Ids, descriptors, analyzers, fixes, pages, index and release files say the same.</summary>
public class RuleContractTests
{
    private static readonly string Repository = Root();

    private static readonly string[] AllIds =
        [.. typeof(RuleIds).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    public static readonly TheoryData<string> Ids = [.. AllIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_id_has_a_rule_an_analyzer_a_page_and_its_rows(string id)
    {
        DiagnosticDescriptor rule = Rules.Get(id);
        Assert.Same(rule, Assert.Single(Analysis.All.SelectMany(analyzer => analyzer.SupportedDiagnostics), supported => supported.Id == id));
        Assert.True(rule.IsEnabledByDefault);
        Assert.Equal(id.StartsWith("BL0", StringComparison.Ordinal) ? "DataLoader.Declaration" : "DataLoader.Usage", rule.Category);
        Assert.Contains("{0}", rule.MessageFormat.ToString(null), StringComparison.Ordinal);

        Assert.Equal(Rules.HelpLinkBase + id + ".md", rule.HelpLinkUri);
        string page = File.ReadAllText(Path.Combine(Repository, "docs", "diagnostics", id + ".md"));
        Assert.StartsWith($"# {id}: {rule.Title}", page, StringComparison.Ordinal);
        foreach (string heading in (string[])["Cause", "Why it matters", "Wrong", "Right", "Code fix", "How to silence it"])
            Assert.Contains("\n## " + heading + "\n", page, StringComparison.Ordinal);
        Assert.Contains($"severity {rule.DefaultSeverity.ToString().ToLowerInvariant()}", page, StringComparison.Ordinal);

        bool hasFix = Fixing.All.Any(provider => provider.FixableDiagnosticIds.Contains(id));
        string index = File.ReadAllText(Path.Combine(Repository, "docs", "diagnostics", "README.md"));
        Assert.Contains($"| [{id}]({id}.md) | {rule.DefaultSeverity} | {rule.Title} | {(hasFix ? "yes" : "no")} |\n", index, StringComparison.Ordinal);

        string releases = string.Concat(new[] { "Shipped", "Unshipped" }
            .Select(name => File.ReadAllText(Path.Combine(Repository, "src", "DataLoader.Generator", $"AnalyzerReleases.{name}.md"))));
        Assert.Single(Regex.Matches(releases, $@"^{id} \| {rule.Category} \| {rule.DefaultSeverity} \|", RegexOptions.Multiline));
    }

    [Fact]
    public void No_page_is_left_of_a_rule_that_is_gone()
        => Assert.Equal(
            AllIds.Append("README"),
            Directory.GetFiles(Path.Combine(Repository, "docs", "diagnostics"), "*.md").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_fix_is_exported_cures_known_ids_and_can_fix_all()
    {
        Assert.All(Fixing.All, provider =>
        {
            ExportCodeFixProviderAttribute? export = provider.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>();
            Assert.Equal(provider.GetType().Name, export?.Name);
            Assert.Equal([LanguageNames.CSharp], export!.Languages);
            Assert.NotNull(provider.GetType().GetCustomAttribute<System.Composition.SharedAttribute>());
            Assert.NotNull(provider.GetFixAllProvider());
            Assert.All(provider.FixableDiagnosticIds, id => Assert.Equal(id, Rules.Get(id).Id));
        });
    }

    private static string Root()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "DataLoader.sln")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("The repository is not above the tests.");
    }
}
