using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>BL0001 to BL0020: says what the parser says about the declaration of a batch method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BatchMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Rules.NotStatic, Rules.NotAccessible, Rules.UnsupportedReturnType, Rules.UnsupportedKeysParameter, Rules.Generic, Rules.UnsupportedParameter,
        Rules.NullableKey, Rules.LimitBelowOne, Rules.DuplicateName, Rules.NoName, Rules.BadCacheKey, Rules.BadKeyOf, Rules.ForeignKey,
        Rules.KeyWithoutValueEquality, Rules.CacheKeyWithoutCache, Rules.AnyOrderWithoutKeyOf, Rules.SharedDbContext, Rules.UnprovenOrder,
        Rules.AmbiguousParameter, Rules.PerBatchWithoutContainer);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeSettings.AttributeName) is not { } attribute)
                return;
            var names = new ClaimedNames();
            start.RegisterSymbolAction(
                symbol => Analyze((IMethodSymbol)symbol.Symbol, attribute, names, symbol.Compilation, symbol.ReportDiagnostic, symbol.CancellationToken),
                SymbolKind.Method);

            // Functions inside of methods are no symbols of their own to an analyzer.
            start.RegisterSyntaxNodeAction(
                node =>
                {
                    if (Function(node) is { } function)
                        Analyze(function, attribute, names, node.Compilation, node.ReportDiagnostic, node.CancellationToken);
                },
                SyntaxKind.LocalFunctionStatement,
                SyntaxKind.ParenthesizedLambdaExpression);
            start.RegisterCompilationEndAction(names.Report);
        });
    }

    private static void Analyze(
        IMethodSymbol method,
        INamedTypeSymbol attribute,
        ClaimedNames names,
        Compilation compilation,
        System.Action<Diagnostic> report,
        System.Threading.CancellationToken cancellationToken)
    {
        // The two parts of a partial method share their attributes: the defining one speaks.
        if (method.PartialDefinitionPart is not null || Find(method, attribute) is not { } data)
            return;
        BatchSignature signature = BatchMethodParser.Parse(method, data, compilation, cancellationToken);
        foreach (Violation violation in signature.Violations)
            report(ViolationReport.Create(violation, method, data, cancellationToken));
        foreach (Violation advice in BatchMethodAdvice.For(signature))
            report(ViolationReport.Create(advice, method, data, cancellationToken));
        if (signature.IsValid)
            names.Add(signature, data);
    }

    private static IMethodSymbol? Function(SyntaxNodeAnalysisContext context) => context.Node switch
    {
        Microsoft.CodeAnalysis.CSharp.Syntax.LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } local
            => context.SemanticModel.GetDeclaredSymbol(local, context.CancellationToken) as IMethodSymbol,
        Microsoft.CodeAnalysis.CSharp.Syntax.ParenthesizedLambdaExpressionSyntax { AttributeLists.Count: > 0 } lambda
            => context.SemanticModel.GetSymbolInfo(lambda, context.CancellationToken).Symbol as IMethodSymbol,
        _ => null,
    };

    private static AttributeData? Find(IMethodSymbol method, INamedTypeSymbol attribute)
    {
        foreach (AttributeData data in method.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
                return data;
        }

        return null;
    }
}
