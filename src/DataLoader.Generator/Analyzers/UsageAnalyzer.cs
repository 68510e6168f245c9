using System.Collections.Immutable;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers;

/// <summary>
/// A rule about the use of loaders. It costs nothing where the compilation knows no loaders. Of generated code it sees what is mapped to a file of the
/// user's, as the code of a <c>.razor</c> file is.
/// </summary>
public abstract class UsageAnalyzer : DiagnosticAnalyzer
{
    private protected UsageAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = ImmutableArray.Create(rule);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (LoaderTypes.From(start.Compilation) is { } types)
                Start(start, types);
        });
    }

    private protected abstract void Start(CompilationStartAnalysisContext start, LoaderTypes types);

    /// <summary>Whether a node is the user's: written, or generated from what was written.</summary>
    private protected static bool IsSeen(SyntaxNodeAnalysisContext context, SyntaxNode node) => !context.IsGeneratedCode || IsMapped(node.GetLocation());

    /// <summary>Whether a place is the user's: written, or generated from what was written.</summary>
    private protected static bool IsSeen(SymbolAnalysisContext context, Location location) => !context.IsGeneratedCode || IsMapped(location);

    private static bool IsMapped(Location location) => location.GetMappedLineSpan().HasMappedPath;
}
