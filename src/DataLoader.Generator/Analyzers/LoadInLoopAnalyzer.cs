using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers;

/// <summary>BL1001: a load that each round of a loop starts and awaits, although the next round does not need its result.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadInLoopAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.LoadInLoop);

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
        foreach (LoadSite site in LoadSite.Of(load, types))
        {
            if (RepeatedLoad.LoopOf(site, context.SemanticModel, types) is null)
                continue;
            string cure = site.Call == load ? "LoadManyAsync" : "Task.WhenAll";
            context.ReportDiagnostic(Diagnostic.Create(Rules.LoadInLoop, site.Call.Syntax.GetLocation(), LoaderTypes.Describe(load), cure));
        }
    }
}
