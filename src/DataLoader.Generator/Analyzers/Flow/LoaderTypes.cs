using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>What a loader and a load are, in the symbols of one compilation.</summary>
internal sealed class LoaderTypes
{
    private const string OptionalLoad = "LoadOptionalAsync";

    private readonly INamedTypeSymbol _interface;

    private LoaderTypes(INamedTypeSymbol @interface) => _interface = @interface;

    /// <summary>The types of a compilation; null when it does not know loaders, and no rule has anything to do.</summary>
    public static LoaderTypes? From(Compilation compilation)
        => compilation.GetTypeByMetadataName("DataLoader.IBatchLoader`2") is { } found ? new(found) : null;

    /// <summary>Whether values of a type are loaders.</summary>
    public bool IsLoader(ITypeSymbol? type) => LoaderInterface(type) is not null;

    /// <summary>Whether values of a type are loaders with arguments.</summary>
    public bool IsFamily(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is INamedTypeSymbol { Name: "BatchLoaderFamily", Arity: 3 }
                && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _interface.ContainingAssembly))
                return true;
        }

        return false;
    }

    /// <summary>Whether values of a type are loaders, with arguments or without.</summary>
    public bool IsLoaderOrFamily(ITypeSymbol? type) => IsLoader(type) || IsFamily(type);

    /// <summary>The <c>IBatchLoader</c> that a type is.</summary>
    public INamedTypeSymbol? LoaderInterface(ITypeSymbol? type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (ITypeSymbol constraint in parameter.ConstraintTypes)
            {
                if (LoaderInterface(constraint) is { } found)
                    return found;
            }

            return null;
        }

        if (type is not INamedTypeSymbol named)
            return null;
        if (SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, _interface))
            return named;
        foreach (INamedTypeSymbol implemented in named.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, _interface))
                return implemented;
        }

        return null;
    }

    /// <summary>Whether a method is one of the loads of a loader. The key, or the list of keys, is its first parameter, but for an extension's receiver.</summary>
    public bool IsLoad(IMethodSymbol method)
        => !method.IsStatic && IsLoadName(method.Name) ? IsLoaderOrFamily(method.ContainingType) : IsOptionalLoad(method);

    /// <summary>Whether a method is a load of a key that may be null, an extension of loaders.</summary>
    public bool IsOptionalLoad(IMethodSymbol method)
        => method.Name == OptionalLoad && method.IsStatic && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _interface.ContainingAssembly);

    /// <summary>Whether a call is given the load of a loader as a method group, and not a task.</summary>
    public bool IsLoad(IMethodReferenceOperation group) => IsLoad(group.Method) && group.Instance is not null;

    /// <summary>Whether a name is one that loads have.</summary>
    public static bool IsLoadName(string? name) => name is "LoadAsync" or "LoadManyAsync" or "LoadManySettledAsync" or OptionalLoad;

    /// <summary>All of them, as a file is searched for them.</summary>
    public static IReadOnlyCollection<string> LoadNames { get; } = ["LoadAsync", "LoadManyAsync", "LoadManySettledAsync", OptionalLoad];

    /// <summary>Whether a load takes many keys.</summary>
    public static bool TakesManyKeys(IMethodSymbol load) => load.Name is not ("LoadAsync" or OptionalLoad);

    /// <summary>The simple name of what an invocation invokes.</summary>
    public static string? InvokedName(InvocationExpressionSyntax invocation) => NameOf(invocation.Expression);

    /// <summary>The simple name at the end of an expression that is a path of names.</summary>
    public static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A load as a message names it: <c>UserByIdLoader.LoadAsync</c>.</summary>
    public static string Describe(IOperation load)
    {
        (IOperation? instance, IMethodSymbol method) = load is IMethodReferenceOperation group
            ? (group.Instance, group.Method)
            : (((IInvocationOperation)load).Instance, ((IInvocationOperation)load).TargetMethod);
        ITypeSymbol type = instance?.Type ?? method.ContainingType;
        return type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "." + method.Name;
    }
}
