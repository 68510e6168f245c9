using System.Collections.Immutable;
using DataLoader.Generator.Analyzers.LoadInLoop;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.CodeFixes.Tests.Infrastructure;

/// <summary>Runs analyzers over sources and compares what they report with what is marked.</summary>
internal static class Analysis
{
    /// <summary>Every analyzer that ships.</summary>
    public static readonly ImmutableArray<DiagnosticAnalyzer> All =
        [.. typeof(LoadInLoopAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>Checks that a rule reports the marked spans and nothing else.</summary>
    public static async Task CheckAsync(string id, string marked, params string[] others)
    {
        Markup markup = Markup.Parse(marked);
        CSharpCompilation compilation = Sources.Compile([markup.Source, .. others]);
        AssertCompiles(Generated.Update(compilation));
        ImmutableArray<Diagnostic> found = await RunAsync(Generated.Update(compilation), id);
        string[] expected = [.. markup.Spans.Select(span => markup.Source.Substring(span.Start, span.Length) + " @" + span.Start)];
        string[] actual = [.. found
            .Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == "Source0.cs")
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => markup.Source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)
                + " @" + diagnostic.Location.SourceSpan.Start)];
        Assert.Equal(expected, actual);
    }

    /// <summary>The diagnostics of one rule, or of all. Fails when an analyzer throws.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, string? id = null, AnalyzerOptions? options = null)
    {
        var thrown = new List<Exception>();
        ImmutableArray<DiagnosticAnalyzer> analyzers = id is null ? All : [.. All.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id))];
        Assert.NotEmpty(analyzers);
        var run = new CompilationWithAnalyzers(compilation, analyzers, new CompilationWithAnalyzersOptions(
            options ?? new AnalyzerOptions([]),
            (exception, _, _) =>
            {
                lock (thrown)
                    thrown.Add(exception);
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> diagnostics = await run.GetAnalyzerDiagnosticsAsync();
        Assert.Empty(thrown);
        return id is null ? diagnostics : [.. diagnostics.Where(diagnostic => diagnostic.Id == id)];
    }

    public static void AssertCompiles(Compilation compilation)
        => Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic + " in " + diagnostic.Location.SourceTree?.ToString().Split('\n')[diagnostic.Location.GetLineSpan().StartLinePosition.Line].Trim()));
}
