using System.Collections.Generic;
using System.Threading;
using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>
/// The Blazor components that live in a circuit or in the browser, where a scope lasts as long as the page is open. A component that is rendered once,
/// within a request, is none.
/// </summary>
internal sealed class InteractiveComponents(Compilation compilation)
{
    private HashSet<string>? _names;
    private bool _areAll;

    public bool Contains(INamedTypeSymbol component, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? current = component; current is not null; current = current.BaseType)
        {
            foreach (AttributeData attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass?.BaseType?.Name == "RenderModeAttribute")
                    return true;
            }
        }

        HashSet<string> names = _names ?? Read(cancellationToken);
        return _areAll || names.Contains(component.Name);
    }

    /// <summary>The components that others render with a render mode. Where the root has one, all are interactive.</summary>
    private HashSet<string> Read(CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        _areAll = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Components.WebAssembly.Hosting.WebAssemblyHostBuilder") is not null;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (!TextSearch.Contains(tree.GetText(cancellationToken), "AddServerSideBlazor", "AddComponentRenderMode"))
                continue;
            string? opened = null;
            foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                if (node is not InvocationExpressionSyntax call)
                    continue;
                switch (LoaderTypes.InvokedName(call))
                {
                    case "AddServerSideBlazor":
                        _areAll = true;
                        break;
                    case "OpenComponent" when call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: [var type] } }:
                        opened = LastName(type);
                        break;
                    case "AddComponentRenderMode" when opened is not null:
                        names.Add(opened);
                        _areAll |= opened is "Routes" or "Router" or "App";
                        break;
                }
            }
        }

        return _names = names;
    }

    private static string LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
