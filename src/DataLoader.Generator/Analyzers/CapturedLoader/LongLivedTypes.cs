using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>The types that a host makes and keeps for longer than a request: hosted services, interactive components, hubs that stream.</summary>
internal sealed class LongLivedTypes(LoaderHolders holders, Compilation compilation)
{
    private readonly INamedTypeSymbol? _hosted = compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedService");
    private readonly INamedTypeSymbol? _component = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Components.IComponent");
    private readonly INamedTypeSymbol? _hub = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.SignalR.Hub");
    private readonly INamedTypeSymbol? _middleware = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.IMiddleware");
    private readonly InteractiveComponents _interactive = new(compilation);

    /// <summary>Whether the compilation knows any of them.</summary>
    public bool AreKnown => _hosted is not null || _component is not null || _hub is not null;

    /// <summary>What a type keeps that lives for too long, and what to do instead; null for all others.</summary>
    public (KeptLoader Kept, string Cure)? Find(INamedTypeSymbol type, System.Threading.CancellationToken cancellationToken)
    {
        if (IsHosted(type))
            return holders.InjectedInto(type) is { } kept ? (kept, CapturedLoaderAnalyzer.InjectFactory) : null;
        if (Implements(type, _component))
        {
            return (InjectedProperty(type) ?? holders.KeptDirectly(type)) is { } shown && _interactive.Contains(type, cancellationToken)
                ? (shown, "make a scope for each interaction: OwningComponentBase, or an IServiceScopeFactory")
                : null;
        }

        if (Inherits(type, _hub))
        {
            return holders.KeptDirectly(type) is { } called && IsUsedByStream(type, called, cancellationToken)
                ? (called, "make a scope for each part of the stream with an IServiceScopeFactory")
                : null;
        }

        return null;
    }

    /// <summary>Whether a type is a hosted service, of which there is one.</summary>
    public bool IsHosted(ITypeSymbol type) => Implements(type, _hosted);

    /// <summary>Whether a middleware is made for each request by a factory, and not once for all.</summary>
    public bool IsMadeForRequest(ITypeSymbol middleware) => Implements(middleware, _middleware);

    private KeptLoader? InjectedProperty(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IPropertySymbol property || holders.KeptBy(property.Type) is not { } loader)
                continue;
            foreach (AttributeData attribute in property.GetAttributes())
            {
                if (attribute.AttributeClass?.Name == "InjectAttribute")
                    return new(property, loader);
            }
        }

        return null;
    }

    /// <summary>Whether a method that streams mentions the loader; all others get a hub, and its loaders, of their own for each call.</summary>
    private bool IsUsedByStream(INamedTypeSymbol hub, KeptLoader kept, System.Threading.CancellationToken cancellationToken)
    {
        var names = new HashSet<string> { kept.Through.Name };
        foreach (ISymbol member in hub.GetMembers())
        {
            if (member is IFieldSymbol field && holders.KeptBy(field.Type) is not null)
                names.Add((field.AssociatedSymbol ?? field).Name);
        }

        foreach (ISymbol member in hub.GetMembers())
        {
            if (member is not IMethodSymbol { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary } method || !Streams(method))
                continue;
            foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
            {
                foreach (SyntaxNode node in reference.GetSyntax(cancellationToken).DescendantNodes())
                {
                    if (node is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText))
                        return true;
                }
            }
        }

        return false;
    }

    private static bool Streams(IMethodSymbol method)
    {
        if (IsStream(method.ReturnType))
            return true;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (IsStream(parameter.Type))
                return true;
        }

        return false;
    }

    private static bool IsStream(ITypeSymbol type)
        => type is INamedTypeSymbol { TypeArguments: [var element] } named && (named.Name is "IAsyncEnumerable" or "ChannelReader" || (named.Name == "Task" && IsStream(element)));

    private static bool Implements(ITypeSymbol type, INamedTypeSymbol? wanted)
    {
        if (wanted is null)
            return false;
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented, wanted))
                return true;
        }

        return false;
    }

    private static bool Inherits(ITypeSymbol type, INamedTypeSymbol? wanted)
    {
        for (INamedTypeSymbol? current = wanted is null ? null : type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, wanted))
                return true;
        }

        return false;
    }
}
