using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SelfLoad;

/// <summary>
/// Which variables of a batch method hold its keys, and which hold one of them, unchanged: copies, filtered or sorted ones, and elements. What is
/// computed from a key is another key.
/// </summary>
internal sealed class OwnKeys
{
    private readonly HashSet<ISymbol> _lists = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _elements = new(SymbolEqualityComparer.Default);

    private OwnKeys()
    {
    }

    public static OwnKeys Of(IMethodSymbol method, IOperation body)
    {
        var own = new OwnKeys();
        own._lists.Add(method.Parameters[0]);
        int before;
        do
        {
            before = own._lists.Count + own._elements.Count;
            foreach (IOperation operation in body.Descendants())
                own.Step(operation);
        }
        while (own._lists.Count + own._elements.Count > before);
        return own;
    }

    /// <summary>The element type of a keys parameter.</summary>
    public static ITypeSymbol? KeyOf(ITypeSymbol keys) => keys switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named => named.TypeArguments[0],
        _ => null,
    };

    /// <summary>Whether a value is one of the keys.</summary>
    public bool IsKey(IOperation value) => Plain(value) switch
    {
        IArrayElementReferenceOperation element => AreKeys(element.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => AreKeys(instance),
        IInvocationOperation { TargetMethod.Name: "First" or "Last" or "Single" or "ElementAt" } call when Source(call) is { } source => AreKeys(source),
        { } plain => Operations.Referenced(plain) is { } symbol && _elements.Contains(symbol),
    };

    /// <summary>Whether a value is the keys, or some of them.</summary>
    public bool AreKeys(IOperation value) => Plain(value) switch
    {
        IInvocationOperation call when Keeps(call.TargetMethod) && Source(call) is { } source => AreKeys(source),
        IPropertyReferenceOperation { Property.Name: "Span", Instance: { } instance } => AreKeys(instance),
        IObjectCreationOperation { Arguments.Length: 1 } copy => AreKeys(copy.Arguments[0].Value),
        { } plain => Operations.Referenced(plain) is { } symbol && _lists.Contains(symbol),
    };

    /// <summary>Whether a method group is called with each key: <c>ids.Select(loader.LoadAsync)</c>.</summary>
    public bool IsGivenKeys(IMethodReferenceOperation group)
        => group.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Select" } call } }
            && Source(call) is { } source && AreKeys(source);

    private void Step(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                if (AreKeys(initializer.Value))
                    _lists.Add(declarator.Symbol);
                else if (IsKey(initializer.Value))
                    _elements.Add(declarator.Symbol);
                break;
            case IForEachLoopOperation each when AreKeys(each.Collection):
                foreach (ILocalSymbol local in each.Locals)
                    _elements.Add(local);
                break;
            case IAnonymousFunctionOperation { Symbol.Parameters.Length: > 0 } lambda
                when lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } }
                    && Source(call) is { } source && AreKeys(source):
                _elements.Add(lambda.Symbol.Parameters[0]);
                break;
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } call:
                foreach (IArgumentOperation argument in call.Arguments)
                {
                    if (argument.Parameter is { } parameter && IsKey(argument.Value))
                        _elements.Add(function.Parameters[parameter.Ordinal]);
                }

                break;
        }
    }

    private static bool Keeps(IMethodSymbol method)
        => method.Name is "ToList" or "ToArray" or "ToHashSet" or "AsEnumerable" or "Where" or "Distinct" or "Order" or "OrderBy" or "OrderByDescending"
            or "OrderDescending" or "Reverse" or "Skip" or "Take" or "AsSpan" or "ToImmutableArray";

    private static IOperation? Source(IInvocationOperation call)
        => call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    private static IOperation Plain(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                default:
                    return value;
            }
        }
    }
}
