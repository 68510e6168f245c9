using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers;

/// <summary>BL1004: a load that waits for another one whose result it does not need.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequentialLoadsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.SequentialLoads);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (LoaderTypes.From(start.Compilation) is { } types)
                start.RegisterSyntaxNodeAction(node => Analyze(node, types), SyntaxKind.InvocationExpression);
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, LoaderTypes types)
    {
        if (types.LoadOf((InvocationExpressionSyntax)context.Node, context.SemanticModel, context.CancellationToken) is not { } load)
            return;
        if (SequentialLoads.Before(load, types) is not { } earlier)
            return;

        // The loop is the bigger mistake, and its cure starts these loads together too.
        if (RepeatedLoad.LoopOf(new(load, load), context.SemanticModel, types) is not null)
            return;
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.SequentialLoads, load.Syntax.GetLocation(), LoaderTypes.Describe(load), LoaderTypes.Describe(earlier)));
    }
}
