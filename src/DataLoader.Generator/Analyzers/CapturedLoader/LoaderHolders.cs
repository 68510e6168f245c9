using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>Which types keep a loader alive.</summary>
internal sealed class LoaderHolders(LoaderTypes types, Compilation compilation)
{
    private readonly INamedTypeSymbol? _hosted = compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedService");

    /// <summary>Whether the compilation knows hosted services.</summary>
    public bool CanHost => _hosted is not null;

    /// <summary>Whether the compilation knows a container.</summary>
    public bool CanRegister { get; } = compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null;

    /// <summary>The loader that a value of a type keeps: the value itself, or what a lazy, a task, an array or a plain collection holds.</summary>
    public ITypeSymbol? KeptBy(ITypeSymbol type)
    {
        if (types.IsLoader(type))
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

    /// <summary>The constructor parameter through which a container gives a loader to an object.</summary>
    public IParameterSymbol? InjectedInto(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named)
            return null;
        foreach (IMethodSymbol constructor in named.InstanceConstructors)
        {
            if (constructor.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal))
                continue;
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (KeptBy(parameter.Type) is not null)
                    return parameter;
            }
        }

        return null;
    }

    /// <summary>Whether a type is a hosted service, of which there is one.</summary>
    public bool IsHosted(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented, _hosted))
                return true;
        }

        return false;
    }

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
