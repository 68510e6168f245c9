using System.Threading;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>Reads the calls that register a type as a singleton in the container of Microsoft.Extensions.DependencyInjection.</summary>
internal static class SingletonRegistration
{
    /// <summary>The type of which a call makes a singleton, as far as the call tells it.</summary>
    public static ITypeSymbol? TypeOf(InvocationExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken)
    {
        if (LoaderTypes.InvokedName(syntax) is not ("AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "TryAddKeyedSingleton" or "AddActivatedSingleton")
            || model.GetOperation(syntax, cancellationToken) is not IInvocationOperation call
            || !call.TargetMethod.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.Extensions.DependencyInjection", System.StringComparison.Ordinal))
        {
            return null;
        }

        // What is made tells more than what it is registered as: AddSingleton<IPrices>(sp => new Prices(…)).
        ITypeSymbol? typeOf = null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Made(argument.Value) is { } made)
                return made;
            if (argument.Value is ITypeOfOperation named)
                typeOf = named.TypeOperand;
        }

        var arguments = call.TargetMethod.TypeArguments;
        return arguments.Length > 0 ? arguments[arguments.Length - 1] : typeOf;
    }

    private static ITypeSymbol? Made(IOperation value)
    {
        value = Unwrap(value);
        if (value is IObjectCreationOperation creation)
            return creation.Type;
        if (value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
            return null;
        foreach (IOperation operation in lambda.Body.Operations)
        {
            if (operation is IReturnOperation { ReturnedValue: { } returned } && Unwrap(returned) is IObjectCreationOperation { Type: { } made })
                return made;
        }

        return null;
    }

    private static IOperation Unwrap(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value;
    }
}
