using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SelfLoad;

/// <summary>The loader that is made from a batch method, as the method itself may hold it: by its class, or as what it is to others.</summary>
internal sealed class OwnLoader
{
    private readonly BatchSignature _signature;
    private readonly LoaderTypes _types;
    private readonly INamedTypeSymbol? _list;

    private OwnLoader(BatchSignature signature, LoaderTypes types, Compilation compilation)
    {
        _signature = signature;
        _types = types;
        _list = compilation.GetTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1");
    }

    public IMethodSymbol Method => _signature.Method;

    /// <summary>The loader of a batch method; null for a method that is none.</summary>
    public static OwnLoader? Of(MethodDeclarationSyntax declaration, LoaderTypes types, SyntaxNodeAnalysisContext context)
    {
        if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { Parameters.IsEmpty: false } method
            || !TakesLoaders(method, types)
            || BatchMethodParser.Parse(method, context.Compilation, context.CancellationToken) is not { KeyType: not null, ValueType: not null } signature)
        {
            return null;
        }

        return new(signature, types, context.Compilation);
    }

    /// <summary>Whether an expression is the own loader: a parameter, or what the container gives.</summary>
    public bool Is(IOperation? loader)
    {
        if (loader is null)
            return false;
        if (Operations.Unwrap(loader) is ILocalReferenceOperation { Local: { } local } && Operations.OnlyValueOf(local, Operations.MemberRoot(loader)) is { } value)
            loader = value;
        return ServiceOf(loader) is { } type && IsOwn(type);
    }

    /// <summary>Whether a method is given a loader, or what could give it one.</summary>
    private static bool TakesLoaders(IMethodSymbol method, LoaderTypes types)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (types.IsLoader(parameter.Type) || parameter.Type.Name == "IServiceProvider")
                return true;
        }

        return false;
    }

    /// <summary>The type under which a parameter or the container gives a loader.</summary>
    private static ITypeSymbol? ServiceOf(IOperation loader) => Operations.Unwrap(loader) switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter.Type,
        IInvocationOperation { TargetMethod: { Name: "GetRequiredService" or "GetService", TypeArguments: [var service] } } => service,
        IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" } => loader.Type,
        _ => null,
    };

    /// <summary>The class that is generated from the method, or the interface or base class of loaders of its keys and values.</summary>
    private bool IsOwn(ITypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Interface && !type.IsAbstract)
            return type.Name == _signature.LoaderName && SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, Method.ContainingNamespace);
        return _types.LoaderInterface(type) is { } loader && _signature.IsSame(loader.TypeArguments[0], _signature.KeyType!) && IsValue(loader.TypeArguments[1]);
    }

    private bool IsValue(ITypeSymbol type)
    {
        ITypeSymbol value = _signature.ValueType!;
        if (_signature.ResultShape == ResultShape.Lookup && _list is not null)
            value = _list.Construct(value);
        return _signature.IsSame(type, value);
    }
}
