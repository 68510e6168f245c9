using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.FirstKey;

/// <summary>
/// BL1006: a batch method that reads a member of its first key, <c>keys[0].Store</c>, and of no other one: what is true of one key is used for all.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FirstKeyAnalyzer() : UsageAnalyzer(Rules.FirstKey)
{
    private protected override void Start(CompilationStartAnalysisContext start, LoaderTypes types)
        => start.RegisterSyntaxNodeAction(Analyze, SyntaxKind.MethodDeclaration);

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (declaration.AttributeLists.Count == 0
            || declaration.ParameterList.Parameters.Count == 0
            || !IsSeen(context, declaration)
            || !MentionsFirst(declaration)
            || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { Parameters.IsEmpty: false } method
            || !HasLargerBatches(method)
            || context.SemanticModel.GetOperation(declaration, context.CancellationToken) is not { } body)
        {
            return;
        }

        var reads = new MemberReads(method.Parameters[0], body);
        foreach ((IOperation place, IReadOnlyCollection<ISymbol> members) in reads.OfFirst)
        {
            foreach (ISymbol member in members)
            {
                if (reads.OfOthers(member))
                    continue;
                context.ReportDiagnostic(Diagnostic.Create(Rules.FirstKey, place.Syntax.GetLocation(), method.Name, member.Name));
                break;
            }
        }
    }

    /// <summary>Whether the text of a method names the first element of something.</summary>
    private static bool MentionsFirst(MethodDeclarationSyntax method)
    {
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            if (node is ElementAccessExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "First" or "FirstOrDefault" or "ElementAt" })
                return true;
        }

        return false;
    }

    /// <summary>Whether a method is a batch method that may be called with more than one key.</summary>
    private static bool HasLargerBatches(IMethodSymbol method)
    {
        if (KnownTypes.FindAttribute(method) is not { } attribute)
            return false;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == "MaxBatchSize" && argument.Value.Value is 1)
                return false;
        }

        return true;
    }
}
