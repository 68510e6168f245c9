using System.Collections.Immutable;
using DataLoader.CodeFixes.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.CodeFixes.Tests.Contract;

/// <summary>A project chooses the severity of each rule in its .editorconfig, as the pages of the rules say.</summary>
public class SeverityTests
{
    private const string Source = """
        namespace Shop;
        public static class Queries
        {
            [BatchLoader] static Task<User[]> BatchHidden(int[] ids) => null!;
            [BatchLoader] public static Task<User[]> BatchPerson(int[] ids) => null!;
            [BatchLoader] public static Task<User[]> BatchPersonAsync(int[] ids) => null!;
            public static async Task Run(UserByIdLoader users, int[] ids)
            {
                foreach (var id in ids)
                    await users.LoadAsync(id);
                var one = await users.LoadAsync(1);
                var two = await users.LoadAsync(2);
                Console.WriteLine(one.Name + two.Name);
            }
        }
        """;

    [Theory]
    [InlineData("BL0002", null, DiagnosticSeverity.Error)]
    [InlineData("BL0002", "none", null)]
    [InlineData("BL0002", "warning", DiagnosticSeverity.Warning)]
    [InlineData("BL0009", null, DiagnosticSeverity.Error)]
    [InlineData("BL0009", "none", null)]
    [InlineData("BL0018", null, DiagnosticSeverity.Warning)]
    [InlineData("BL0018", "none", null)]
    [InlineData("BL0018", "error", DiagnosticSeverity.Error)]
    [InlineData("BL1001", null, DiagnosticSeverity.Warning)]
    [InlineData("BL1001", "none", null)]
    [InlineData("BL1001", "error", DiagnosticSeverity.Error)]
    [InlineData("BL1004", "warning", DiagnosticSeverity.Warning)]
    public async Task Editorconfig_decides(string id, string? configured, DiagnosticSeverity? expected)
    {
        string config = "root = true\n[*.cs]\n" + (configured is null ? "" : $"dotnet_diagnostic.{id}.severity = {configured}\n");
        CSharpCompilation compilation = Sources.Compile(Source, Sources.Shop);
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(config)));
        ImmutableArray<Diagnostic> found = await Analysis.RunAsync(compilation, id);
        Assert.Equal(expected is null, found.IsEmpty);
        Assert.All(found, diagnostic => Assert.Equal(expected, diagnostic.Severity));
    }

    /// <summary>Tells the compiler what an .editorconfig beside the sources says.</summary>
    private sealed class EditorConfig(string text) : SyntaxTreeOptionsProvider
    {
        private static readonly string Folder = Path.GetFullPath("/shop");

        private readonly AnalyzerConfigSet _configs = AnalyzerConfigSet.Create(
            ImmutableArray.Create(AnalyzerConfig.Parse(text, Path.Combine(Folder, ".editorconfig"))));

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
            => _configs.GetOptionsForSourcePath(Path.Combine(Folder, tree.FilePath)).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
            => _configs.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
