using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// Knows the services that serve one call at a time, and so not two batches: contexts, connections and sessions, behind an interface too, and
/// services that are made with one.
/// </summary>
internal static class SharedServices
{
    // Read once for each compilation that asks for an interface, and gone with it.
    private static readonly ConditionalWeakTable<Compilation, Dictionary<INamedTypeSymbol, INamedTypeSymbol?>> Known = new();

    /// <summary>What in a service serves one call at a time, in words; null if nothing is known to.</summary>
    public static string? Find(ITypeSymbol service, Compilation compilation)
    {
        if (IsOneCallAtATime(service, compilation))
            return $"'{Name(service)}'";
        if (Implementation(service, compilation) is not { TypeKind: TypeKind.Class } type || Any(type, KnownTypes.IsLoader))
            return null;
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (constructor.DeclaredAccessibility == Accessibility.Public && IsOneCallAtATime(parameter.Type, compilation))
                    return $"'{Name(parameter.Type)}' inside of '{Name(service)}'";
            }
        }

        return null;
    }

    /// <summary>Whether a service speaks to a database, or makes what does.</summary>
    public static bool IsDatabase(ITypeSymbol service)
        => Any(service, static type => KnownTypes.IsDbContext(type) || KnownTypes.IsConnection(type) || KnownTypes.IsDatabaseFactory(type)) || HasDbSet(service);

    private static bool IsOneCallAtATime(ITypeSymbol service, Compilation compilation)
        => Any(service, KnownTypes.IsOneCallAtATime)
            || HasDbSet(service)
            || (service.TypeKind == TypeKind.Interface && Implementation(service, compilation) is { } type && Any(type, KnownTypes.IsOneCallAtATime));

    private static bool Any(ITypeSymbol service, Func<ITypeSymbol, bool> isMeant)
    {
        for (ITypeSymbol? type = service; type is not null; type = type.BaseType)
        {
            if (isMeant(type))
                return true;
        }

        foreach (INamedTypeSymbol implemented in service.AllInterfaces)
        {
            if (isMeant(implemented))
                return true;
        }

        return false;
    }

    /// <summary>Whether an interface stands for a <c>DbContext</c>: only one has sets.</summary>
    private static bool HasDbSet(ITypeSymbol service)
        => service.TypeKind == TypeKind.Interface
            && service.GetMembers().Any(static member => member is IPropertySymbol { Type: var type } && KnownTypes.IsDbSet(type));

    /// <summary>A class itself, or the only one of the project that implements an interface of the project.</summary>
    private static INamedTypeSymbol? Implementation(ITypeSymbol service, Compilation compilation)
    {
        if (service.TypeKind != TypeKind.Interface)
            return service as INamedTypeSymbol;
        return SymbolEqualityComparer.Default.Equals(service.ContainingAssembly, compilation.Assembly)
            && Known.GetValue(compilation, ReadImplementations).TryGetValue((INamedTypeSymbol)service.OriginalDefinition, out INamedTypeSymbol? only)
            ? only
            : null;
    }

    private static Dictionary<INamedTypeSymbol, INamedTypeSymbol?> ReadImplementations(Compilation compilation)
    {
        var implementations = new Dictionary<INamedTypeSymbol, INamedTypeSymbol?>(SymbolEqualityComparer.Default);
        Add(compilation.Assembly.GlobalNamespace);
        return implementations;

        void Add(INamespaceOrTypeSymbol container)
        {
            foreach (ISymbol member in container.GetMembers())
            {
                if (member is not INamespaceOrTypeSymbol inner)
                    continue;
                Add(inner);
                if (inner is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } type)
                    continue;
                foreach (INamedTypeSymbol implemented in type.AllInterfaces)
                {
                    if (SymbolEqualityComparer.Default.Equals(implemented.ContainingAssembly, compilation.Assembly))
                        implementations[implemented.OriginalDefinition] = implementations.ContainsKey(implemented.OriginalDefinition) ? null : type;
                }
            }
        }
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
