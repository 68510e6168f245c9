using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>A loader that an object keeps alive, and the parameter or member through which it came.</summary>
internal readonly record struct KeptLoader(ISymbol Through, ITypeSymbol Loader);

/// <summary>Which types keep a loader alive.</summary>
internal sealed class LoaderHolders(LoaderTypes types, Compilation compilation)
{
    private readonly SourceFunctions _source = new(compilation);

    /// <summary>The loader that a value of a type keeps: the value itself, or what a lazy, a task, an array or a plain collection holds.</summary>
    public ITypeSymbol? KeptBy(ITypeSymbol type)
    {
        if (types.IsLoaderOrFamily(type))
            return type;
        if (type is IArrayTypeSymbol array)
            return KeptBy(array.ElementType);
        if (type is not INamedTypeSymbol { IsGenericType: true } named || !IsContainer(named))
            return null;
        foreach (ITypeSymbol argument in named.TypeArguments)
        {
            if (KeptBy(argument) is { } loader)
                return loader;
        }

        return null;
    }

    /// <summary>
    /// The loader that an object made by a container keeps: injected, or resolved and stored, by itself or by what is injected into it.
    /// </summary>
    public KeptLoader? InjectedInto(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named)
            return null;
        if (KeptDirectly(named) is { } kept)
            return kept;
        foreach (IMethodSymbol constructor in named.InstanceConstructors)
        {
            if (!IsForContainer(constructor))
                continue;
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (_source.Resolve(parameter.Type) is INamedTypeSymbol { TypeKind: TypeKind.Class } injected && IsSource(injected)
                    && !SymbolEqualityComparer.Default.Equals(injected, named) && KeptDirectly(injected) is { } behind)
                {
                    return new(parameter, behind.Loader);
                }
            }
        }

        return null;
    }

    /// <summary>The loader that a constructor takes, or that a field of a class of this project holds.</summary>
    public KeptLoader? KeptDirectly(INamedTypeSymbol type)
    {
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (!IsForContainer(constructor))
                continue;
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (KeptBy(parameter.Type) is { } loader)
                    return new(parameter, loader);
            }
        }

        if (!IsSource(type))
            return null;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsConst: false } field && KeptBy(field.Type) is { } loader)
                return new(field.AssociatedSymbol ?? field, loader);
        }

        return null;
    }

    private static bool IsForContainer(IMethodSymbol constructor) => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal;

    private static bool IsSource(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>Not the tables that belong to a flow or to an object, like AsyncLocal and ConditionalWeakTable.</summary>
    private static bool IsContainer(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() switch
    {
        "System" => type.Name == "Lazy",
        "System.Threading" => type.Name == "ThreadLocal",
        "System.Threading.Tasks" => type.Name is "Task" or "ValueTask",
        "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable" or "System.Collections.Frozen" => true,
        _ => false,
    };
}
