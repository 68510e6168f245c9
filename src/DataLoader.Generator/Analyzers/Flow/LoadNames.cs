using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// The names of the functions that may load, by the text of their bodies alone: what has another name need not be bound. Kept with each syntax tree, so
/// that an edit reads only the file that changed.
/// </summary>
internal static class LoadNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> Cache = new();
    private static readonly HashSet<string> None = [];

    /// <summary>The names of all functions of a compilation that may load.</summary>
    public static HashSet<string> Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (!Cache.TryGetValue(tree, out HashSet<string>? found))
            {
                found = Read(tree, cancellationToken);
                Cache.GetValue(tree, _ => found);
            }

            names.UnionWith(found);
        }

        return names;
    }

    private static HashSet<string> Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        // The names of loads all begin with it, and most files are done with one look.
        SourceText text = tree.GetText(cancellationToken);
        if (!TextSearch.Contains(text, "Load"))
            return None;
        var names = new HashSet<string>();
        var words = new HashSet<string>(LoaderTypes.LoadNames);

        // Who calls one of them in the same file, or holds it in a variable, may load too.
        int before;
        do
        {
            before = names.Count;
            foreach (SyntaxNode member in tree.GetRoot(cancellationToken).DescendantNodes(HoldsMembers))
            {
                if (!HoldsMembers(member) && TextSearch.Contains(text, member.Span, words))
                    AddFunctions(member, names);
            }

            words.UnionWith(names);
        }
        while (names.Count > before);
        return names;
    }

    private static bool HoldsMembers(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    /// <summary>Adds the names of the functions of a member that load, or call or hold one that is known to.</summary>
    private static void AddFunctions(SyntaxNode member, HashSet<string> names)
    {
        foreach (SyntaxNode node in member.DescendantNodes())
        {
            string? name = node switch
            {
                InvocationExpressionSyntax call => LoaderTypes.InvokedName(call),
                VariableDeclaratorSyntax { Initializer.Value: MemberAccessExpressionSyntax or IdentifierNameSyntax } variable => LoaderTypes.NameOf(variable.Initializer.Value),
                _ => null,
            };
            if (node is SimpleNameSyntax load ? LoaderTypes.IsLoadName(load.Identifier.ValueText) : name is not null && names.Contains(name))
                AddFunctionsAround(node, names);
        }
    }

    /// <summary>Adds the names of the functions around a node: methods, local functions, and variables that hold a lambda or a method group.</summary>
    private static void AddFunctionsAround(SyntaxNode node, HashSet<string> names)
    {
        for (SyntaxNode? current = node; current is not (null or BaseTypeDeclarationSyntax); current = current.Parent)
        {
            switch (current)
            {
                case LocalFunctionStatementSyntax local:
                    names.Add(local.Identifier.ValueText);
                    break;
                case MethodDeclarationSyntax method:
                    names.Add(method.Identifier.ValueText);
                    return;
                case VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax } variable:
                    names.Add(variable.Identifier.ValueText);
                    break;
            }
        }
    }
}
