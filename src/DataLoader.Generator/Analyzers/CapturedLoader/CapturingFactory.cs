using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>Finds the loader that the factory of a singleton closes over, or asks the root container for.</summary>
internal static class CapturingFactory
{
    public static ITypeSymbol? LoaderOf(IOperation? factory, LoaderHolders holders) => factory switch
    {
        IMethodReferenceOperation { Instance: { Type: { } type } } => holders.KeptBy(type),
        IAnonymousFunctionOperation lambda => LoaderIn(lambda, holders),
        _ => null,
    };

    private static ITypeSymbol? LoaderIn(IAnonymousFunctionOperation factory, LoaderHolders holders)
    {
        foreach (IOperation operation in factory.Body.Descendants())
        {
            if (operation.Type is { } type && (IsAsked(operation, factory) || IsCaptured(operation, factory)) && holders.KeptBy(type) is { } loader)
                return loader;
        }

        return null;
    }

    /// <summary>Whether the container that the factory is given, the one of the whole program, is asked for something.</summary>
    private static bool IsAsked(IOperation operation, IAnonymousFunctionOperation factory)
        => operation is IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" or "GetRequiredKeyedService" } call
            && Operations.ReceiverOf(call) is { } provider && Operations.Unwrap(provider) is IParameterReferenceOperation { Parameter: { } parameter }
            && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, factory.Symbol);

    private static bool IsCaptured(IOperation operation, IAnonymousFunctionOperation factory)
    {
        if (operation is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation))
            return false;

        // All three refer to something.
        foreach (SyntaxReference declared in Operations.Referenced(operation)!.DeclaringSyntaxReferences)
        {
            if (declared.SyntaxTree != factory.Syntax.SyntaxTree || !factory.Syntax.Span.Contains(declared.Span))
                return true;
        }

        return false;
    }
}
