using System.Collections.Immutable;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers;

/// <summary>A rule about the use of loaders. It costs nothing where the compilation knows no loaders.</summary>
public abstract class UsageAnalyzer : DiagnosticAnalyzer
{
    private protected UsageAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = ImmutableArray.Create(rule);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (LoaderTypes.From(start.Compilation) is { } types)
                Start(start, types);
        });
    }

    private protected abstract void Start(CompilationStartAnalysisContext start, LoaderTypes types);
}
