using System.Collections.Immutable;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>Reads what registers a type as a singleton in the container of Microsoft.Extensions.DependencyInjection.</summary>
internal readonly record struct SingletonRegistration(ITypeSymbol Type, IOperation? Factory)
{
    private const string Namespace = "Microsoft.Extensions.DependencyInjection";

    /// <summary>Whether the text of an expression leaves it open that it is a registration.</summary>
    public static bool MayBe(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call => LoaderTypes.InvokedName(call) is "AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "TryAddKeyedSingleton"
            or "AddActivatedSingleton" or "Singleton" or "KeyedSingleton" or "Describe" or "DescribeKeyed",
        ObjectCreationExpressionSyntax { Type: SimpleNameSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax } creation
            => creation.Type.ToString().EndsWith("ServiceDescriptor", System.StringComparison.Ordinal),
        ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 1 } arguments }
            => arguments[arguments.Count - 1].Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Singleton" },
        _ => false,
    };

    /// <summary>What an operation makes a singleton of, as far as it tells.</summary>
    public static SingletonRegistration? Read(IOperation? operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { } method } call when IsNamed(method.ContainingType) && IsSingleton(method, call.Arguments)
            => Read(call.Arguments, method.TypeArguments),
        IObjectCreationOperation { Constructor: { } constructor } creation when IsDescriptor(constructor.ContainingType) && IsSingleton(constructor, creation.Arguments)
            => Read(creation.Arguments, ImmutableArray<ITypeSymbol>.Empty),
        _ => null,
    };

    private static SingletonRegistration? Read(ImmutableArray<IArgumentOperation> arguments, ImmutableArray<ITypeSymbol> typeArguments)
    {
        // What is made tells more than what it is registered as: AddSingleton<IPrices>(sp => new Prices(…)).
        ITypeSymbol? made = null;
        ITypeSymbol? typeOf = null;
        IOperation? factory = null;
        foreach (IArgumentOperation argument in arguments)
        {
            IOperation value = Operations.Unwrap(argument.Value);
            if (value is ITypeOfOperation named)
                typeOf = named.TypeOperand;
            else if (value is IDelegateCreationOperation creation)
                factory = creation.Target;
            made ??= Made(value);
        }

        made ??= typeArguments.Length > 0 ? typeArguments[typeArguments.Length - 1] : typeOf;
        return made is null ? null : new(made, factory);
    }

    private static bool IsNamed(INamedTypeSymbol type)
        => IsDescriptor(type) || type.ContainingNamespace.ToDisplayString().StartsWith(Namespace, System.StringComparison.Ordinal);

    private static bool IsDescriptor(INamedTypeSymbol type) => type.Name == "ServiceDescriptor" && type.ContainingNamespace.ToDisplayString() == Namespace;

    /// <summary>By the name of a method, or by the lifetime it is given.</summary>
    private static bool IsSingleton(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (Operations.Unwrap(argument.Value) is IFieldReferenceOperation { Field: { ContainingType.Name: "ServiceLifetime" } lifetime })
                return lifetime.Name == "Singleton";
        }

        // A descriptor of an instance needs no lifetime.
        return method.MethodKind == MethodKind.Constructor || method.Name.EndsWith("Singleton", System.StringComparison.Ordinal);
    }

    private static ITypeSymbol? Made(IOperation value)
    {
        if (value is IObjectCreationOperation creation)
            return creation.Type;
        if (value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
            return null;
        foreach (IOperation operation in lambda.Body.Operations)
        {
            if (operation is IReturnOperation { ReturnedValue: { } returned } && Operations.Unwrap(returned) is IObjectCreationOperation { Type: { } made })
                return made;
        }

        return null;
    }
}
