using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
        if (!TextSearch.Contains(tree.GetText(cancellationToken), "LoadAsync", "LoadManyAsync", "LoadManySettledAsync", "LoadOptionalAsync"))
            return None;
        var names = new HashSet<string>();
        var calls = new List<ExpressionSyntax>();
        foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is SimpleNameSyntax name && LoaderTypes.IsLoadName(name.Identifier.ValueText))
                AddFunctions(name, names);
            else if (node is InvocationExpressionSyntax call)
                calls.Add(call.Expression);
            else if (node is VariableDeclaratorSyntax { Initializer.Value: MemberAccessExpressionSyntax or IdentifierNameSyntax } variable)
                calls.Add(variable.Initializer.Value);
        }

        // Who calls one of them in the same file, or holds it in a variable, may load too.
        int before;
        do
        {
            before = names.Count;
            foreach (ExpressionSyntax call in calls)
            {
                if (LoaderTypes.NameOf(call) is { } called && names.Contains(called))
                    AddFunctions(call, names);
            }
        }
        while (names.Count > before);
        return names;
    }

    /// <summary>Adds the names of the functions around a node: methods, local functions, and variables that hold a lambda or a method group.</summary>
    private static void AddFunctions(SyntaxNode node, HashSet<string> names)
    {
        for (SyntaxNode? current = node.Parent; current is not (null or BaseTypeDeclarationSyntax); current = current.Parent)
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
