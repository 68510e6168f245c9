using System;
using System.Collections.Immutable;
using System.Threading;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>BL0001 to BL0034 and BL0045: says what the parser says about the declaration of a batch method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BatchMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.Declaration;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        
        // A method may stand in what another generator makes, as the code of a component does: there it has no loader, and somebody must say so.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeSettings.AttributeName) is null)
                return;
            var names = new ClaimedNames();
            var missing = new MissingLoaders();
            var cycles = new LoaderCycles();
            start.RegisterSymbolAction(
                symbol => Analyze((IMethodSymbol)symbol.Symbol, names, missing, cycles, symbol.Compilation, symbol.ReportDiagnostic, symbol.CancellationToken),
                SymbolKind.Method);

            // Functions inside of methods are no symbols of their own to an analyzer.
            start.RegisterSyntaxNodeAction(
                node =>
                {
                    if (Function(node) is { } function)
                        Analyze(function, names, missing, cycles, node.Compilation, node.ReportDiagnostic, node.CancellationToken);
                },
                SyntaxKind.LocalFunctionStatement,
                SyntaxKind.ParenthesizedLambdaExpression);
            start.RegisterCompilationEndAction(end =>
            {
                names.Report(end);
                missing.Report(names, end);
                cycles.Report(end);
            });
        });
    }

    private static void Analyze(
        IMethodSymbol method,
        ClaimedNames names,
        MissingLoaders missing,
        LoaderCycles cycles,
        Compilation compilation,
        Action<Diagnostic> report,
        CancellationToken cancellationToken)
    {
        // The two parts of a partial method share their attributes: the defining one speaks.
        if (method.PartialDefinitionPart is not null || BatchMethodParser.Parse(method, compilation, cancellationToken) is not { } signature)
            return;
        foreach (Violation violation in signature.Violations)
            report(ViolationReport.Create(violation, signature, cancellationToken));
        foreach (Violation advice in BatchMethodAdvice.For(signature))
            report(ViolationReport.Create(advice, signature, cancellationToken));
        if (signature.IsValid)
        {
            names.Add(signature);
            cycles.Add(signature);
        }

        if (signature.Violations.Count == 0)
            missing.Add(signature);
    }

    private static IMethodSymbol? Function(SyntaxNodeAnalysisContext context) => context.Node switch
    {
        LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } local
            => context.SemanticModel.GetDeclaredSymbol(local, context.CancellationToken) as IMethodSymbol,
        ParenthesizedLambdaExpressionSyntax { AttributeLists.Count: > 0 } lambda
            => context.SemanticModel.GetSymbolInfo(lambda, context.CancellationToken).Symbol as IMethodSymbol,
        _ => null,
    };
}
