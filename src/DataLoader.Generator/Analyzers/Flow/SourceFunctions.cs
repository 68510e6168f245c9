using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Finds the code that a call runs, where the compilation has it.</summary>
internal sealed class SourceFunctions(Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol> _only = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, ITypeSymbol> _onlyTypes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);
    private List<INamedTypeSymbol>? _classes;

    /// <summary>
    /// The method that runs when another one is called: the only implementation of an interface's or an abstract method, if there is one and no more.
    /// </summary>
    public IMethodSymbol Resolve(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        return method.IsAbstract && method.ContainingType is not null ? _only.GetOrAdd(method, FindOnly) : method.PartialImplementationPart ?? method;
    }

    /// <summary>The class behind an interface or an abstract class, if there is one and no more.</summary>
    public ITypeSymbol Resolve(ITypeSymbol type)
        => type is INamedTypeSymbol { IsAbstract: true, IsStatic: false } named ? _onlyTypes.GetOrAdd(named, FindOnly) : type;

    /// <summary>The body of a method; null where there is none in this compilation.</summary>
    public IOperation? BodyOf(IMethodSymbol method, CancellationToken cancellationToken)
        => _bodies.TryGetValue(method, out IOperation? known) ? known : _bodies.GetOrAdd(method, Bind(method, cancellationToken));

    private IOperation? Bind(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly))
            return null;
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax) || !compilation.ContainsSyntaxTree(reference.SyntaxTree))
                continue;
#pragma warning disable RS1030 // What a call runs may stand in another file. Each body is bound once, and only where the name of its method leaves it open that it loads.
            SemanticModel model = compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
            if (model.GetOperation(reference.GetSyntax(cancellationToken), cancellationToken) is { } body)
                return body;
        }

        return null;
    }

    /// <summary>The classes and structs of the compilation.</summary>
    private List<INamedTypeSymbol> Classes()
    {
        if (_classes is { } known)
            return known;
        var found = new List<INamedTypeSymbol>();
        AddTypes(compilation.Assembly.GlobalNamespace, found);
        return _classes = found;
    }

    private IMethodSymbol FindOnly(IMethodSymbol method)
    {
        IMethodSymbol? only = null;
        foreach (INamedTypeSymbol type in Classes())
        {
            if (Implementation(type, method)?.OriginalDefinition is not { IsAbstract: false } found || SymbolEqualityComparer.Default.Equals(found, only))
                continue;
            if (only is not null)
                return method;
            only = found;
        }

        return only ?? method;
    }

    private ITypeSymbol FindOnly(ITypeSymbol type)
    {
        ITypeSymbol? only = null;
        foreach (INamedTypeSymbol candidate in Classes())
        {
            if (candidate.IsAbstract || !Is(candidate, type))
                continue;
            if (only is not null)
                return type;
            only = candidate;
        }

        return only ?? type;
    }

    private static bool Is(INamedTypeSymbol candidate, ITypeSymbol type)
    {
        foreach (INamedTypeSymbol implemented in candidate.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented, type))
                return true;
        }

        for (INamedTypeSymbol? current = candidate.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, type))
                return true;
        }

        return false;
    }

    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            foreach (INamedTypeSymbol implemented in type.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, method.ContainingType))
                    continue;
                foreach (ISymbol member in implemented.GetMembers(method.Name))
                {
                    if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method))
                        return type.FindImplementationForInterfaceMember(member) as IMethodSymbol;
                }
            }

            return null;
        }

        foreach (ISymbol member in type.GetMembers(method.Name))
        {
            for (IMethodSymbol? current = (member as IMethodSymbol)?.OverriddenMethod; current is not null; current = current.OverriddenMethod)
            {
                if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, method))
                    return (IMethodSymbol)member;
            }
        }

        return null;
    }

    private static void AddTypes(INamespaceOrTypeSymbol container, List<INamedTypeSymbol> found)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                found.Add(type);
            if (member is INamespaceOrTypeSymbol inner)
                AddTypes(inner, found);
        }
    }
}
