using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>What a loader and a load are, in the symbols of one compilation.</summary>
internal sealed class LoaderTypes
{
    private readonly INamedTypeSymbol _interface;

    private LoaderTypes(INamedTypeSymbol @interface) => _interface = @interface;

    /// <summary>The types of a compilation; null when it does not know loaders, and no rule has anything to do.</summary>
    public static LoaderTypes? From(Compilation compilation)
        => compilation.GetTypeByMetadataName("DataLoader.IBatchLoader`2") is { } found ? new(found) : null;

    /// <summary>Whether values of a type are loaders.</summary>
    public bool IsLoader(ITypeSymbol? type) => LoaderInterface(type) is not null;

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

    /// <summary>Whether a method is one of the loads of a loader.</summary>
    public bool IsLoad(IMethodSymbol method) => !method.IsStatic && IsLoadName(method.Name) && IsLoader(method.ContainingType);

    /// <summary>The load that an invocation is, if it is one. Looks at the name first: nothing is bound for all other invocations.</summary>
    public IInvocationOperation? LoadOf(InvocationExpressionSyntax syntax, SemanticModel model, System.Threading.CancellationToken cancellationToken)
        => HasLoadName(syntax)
            && model.GetOperation(syntax, cancellationToken) is IInvocationOperation invocation && IsLoad(invocation.TargetMethod)
                ? invocation
                : null;

    /// <summary>Whether an invocation may be a load, by its name.</summary>
    public static bool HasLoadName(InvocationExpressionSyntax invocation) => InvokedName(invocation) is { } name && IsLoadName(name);

    /// <summary>Whether a load takes many keys.</summary>
    public static bool TakesManyKeys(IMethodSymbol load) => load.Name != "LoadAsync";

    /// <summary>The simple name of what an invocation invokes.</summary>
    public static string? InvokedName(InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A load as a message names it: <c>UserByIdLoader.LoadAsync</c>.</summary>
    public static string Describe(IInvocationOperation load)
    {
        ITypeSymbol type = load.Instance?.Type ?? load.TargetMethod.ContainingType;
        return type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "." + load.TargetMethod.Name;
    }

    private static bool IsLoadName(string name) => name is "LoadAsync" or "LoadManyAsync" or "LoadManySettledAsync";
}
