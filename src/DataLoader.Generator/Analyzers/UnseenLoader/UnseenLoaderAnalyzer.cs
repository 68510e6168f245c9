using System.Collections.Immutable;
using System.Threading;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Endpoints;
using DataLoader.Generator.Naming;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.UnseenLoader;

/// <summary>BL0026 for an editor, which offers fixes for what an analyzer says: a lambda of a minimal API takes a loader that other generators do not see.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnseenLoaderAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of the diagnostic that holds the part to declare, and the one that holds its namespace.</summary>
    internal const string PartProperty = "part", NamespaceProperty = "namespace";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Rules.UnseenLoader);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (!EndpointReader.IsOn(context.Node.SyntaxTree.Options))
            return;
        foreach (TypeSyntax type in EndpointReader.ParametersOf((InvocationExpressionSyntax)context.Node))
        {
            if (context.SemanticModel.GetTypeInfo(type, context.CancellationToken).Type is INamedTypeSymbol loader
                && GeneratedTypes.IsLoader(loader) && GeneratedTypes.FailureOf(loader) is null && !HasOwnBase(loader, context.CancellationToken))
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnseenLoader, type.GetLocation(), Part(loader, context), loader.Name));
        }
    }

    /// <summary>What the fix declares, as it can be written at the end of the file.</summary>
    private static ImmutableDictionary<string, string?> Part(INamedTypeSymbol loader, SyntaxNodeAnalysisContext context)
    {
        string accessibility = loader.DeclaredAccessibility == Accessibility.Public ? "public" : "internal";
        string @base = (loader.BaseType ?? loader).ToMinimalDisplayString(context.SemanticModel, context.Node.SyntaxTree.GetRoot(context.CancellationToken).FullSpan.End);
        return ImmutableDictionary<string, string?>.Empty
            .Add(PartProperty, $"{accessibility} sealed partial class {Identifier.Escape(loader.Name)} : {@base} {{ }}")
            .Add(NamespaceProperty, TypeNames.Namespace(loader.ContainingNamespace));
    }

    /// <summary>Whether a part of the user's own names the base: the right one, or there would be no loader.</summary>
    private static bool HasOwnBase(INamedTypeSymbol loader, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in loader.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is ClassDeclarationSyntax { BaseList.Types: [{ Type: var first }, ..] } part
                && !GeneratedTypes.IsOwn(part) && Names(first) is "BatchLoader" or "BatchLoaderFamily")
                return true;
        }

        return false;
    }

    private static string? Names(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
