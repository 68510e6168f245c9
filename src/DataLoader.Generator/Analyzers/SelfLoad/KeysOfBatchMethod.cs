using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SelfLoad;

/// <summary>
/// Which variables of a batch method hold its keys, and which hold one of them, unchanged: copies, filtered or sorted ones, and elements. What is
/// computed from a key is another key.
/// </summary>
internal sealed class KeysOfBatchMethod
{
    private readonly HashSet<ISymbol> _lists = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _elements = new(SymbolEqualityComparer.Default);

    /// <summary>Pairs of an index and a key, as <c>keys.Index()</c> gives them.</summary>
    private readonly HashSet<ISymbol> _pairs = new(SymbolEqualityComparer.Default);

    private KeysOfBatchMethod()
    {
    }

    private int Count => _lists.Count + _elements.Count + _pairs.Count;

    public static KeysOfBatchMethod Find(IMethodSymbol method, IOperation body)
    {
        var keys = new KeysOfBatchMethod();
        keys._lists.Add(method.Parameters[0]);
        int before;
        do
        {
            before = keys.Count;
            foreach (IOperation operation in body.Descendants())
                keys.Step(operation);
        }
        while (keys.Count > before);
        return keys;
    }

    /// <summary>Whether a value is one of the keys.</summary>
    public bool IsKey(IOperation value) => Operations.Unwrap(value) switch
    {
        IArrayElementReferenceOperation element => AreKeys(element.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => AreKeys(instance),
        IImplicitIndexerReferenceOperation { Instance: { } instance } => AreKeys(instance),
        IFieldReferenceOperation { Field.Name: "Item", Instance: { } pair } => IsPair(pair),
        IFieldReferenceOperation { Field.Name: "Item2", Instance: { } pair } => IsPair(pair),
        IInvocationOperation { TargetMethod.Name: "First" or "Last" or "Single" or "ElementAt" } call when Operations.ReceiverOf(call) is { } source => AreKeys(source),
        { } plain => Operations.Referenced(plain) is { } symbol && _elements.Contains(symbol),
    };

    /// <summary>Whether a value is the keys, or some of them.</summary>
    public bool AreKeys(IOperation value) => Operations.Unwrap(value) switch
    {
        IInvocationOperation call when Keeps(call.TargetMethod) && Operations.ReceiverOf(call) is { } source => AreKeys(source),
        IPropertyReferenceOperation { Property.Name: "Span", Instance: { } instance } => AreKeys(instance),
        IObjectCreationOperation { Arguments.Length: 1 } copy => AreKeys(copy.Arguments[0].Value),
        { Syntax: CollectionExpressionSyntax } list => HasKeys(list),
        { } plain => Operations.Referenced(plain) is { } symbol && _lists.Contains(symbol),
    };

    /// <summary>Whether a method group is called with each key: <c>ids.Select(loader.LoadAsync)</c>.</summary>
    public bool IsGivenKeys(IMethodReferenceOperation group)
        => Operations.TakerOf(group) is { TargetMethod.Name: "Select" } call && Operations.ReceiverOf(call) is { } source && AreKeys(source);

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
            case IForEachLoopOperation each:
                StepInto(each);
                break;
            case IAnonymousFunctionOperation { Symbol.Parameters.Length: > 0 } lambda
                when Operations.TakerOf(lambda) is { } call && Operations.ReceiverOf(call) is { } source && AreKeys(source):
                _elements.Add(lambda.Symbol.Parameters[0]);
                break;
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } call:
                foreach (IArgumentOperation argument in call.Arguments)
                {
                    if (argument.Parameter is not { } parameter)
                        continue;
                    if (IsKey(argument.Value))
                        _elements.Add(function.Parameters[parameter.Ordinal]);
                    else if (AreKeys(argument.Value))
                        _lists.Add(function.Parameters[parameter.Ordinal]);
                }

                break;

            // A copy made one by one: copy.Add(id), copy[i] = id.
            case IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push", Instance: { } list, Arguments.Length: 1 } add when IsKey(add.Arguments[0].Value):
                AddList(list);
                break;
            case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation { ArrayReference: { } array } } assignment when IsKey(assignment.Value):
                AddList(array);
                break;
        }
    }

    private void StepInto(IForEachLoopOperation each)
    {
        if (AreKeys(each.Collection))
        {
            foreach (ILocalSymbol local in each.Locals)
                _elements.Add(local);
        }
        else if (Operations.Unwrap(each.Collection) is IInvocationOperation { TargetMethod.Name: "Index" } index && Operations.ReceiverOf(index) is { } source && AreKeys(source))
        {
            if (each.Locals.Length == 1)
                _pairs.Add(each.Locals[0]);
            else if (each.Locals.Length == 2)
                _elements.Add(each.Locals[1]);
        }
    }

    private void AddList(IOperation list)
    {
        if (Operations.Referenced(Operations.Unwrap(list)) is ILocalSymbol local)
            _lists.Add(local);
    }

    private bool IsPair(IOperation pair) => Operations.Referenced(Operations.Unwrap(pair)) is { } symbol && _pairs.Contains(symbol);

    /// <summary>Whether a list that is written out has the keys in it: <c>[.. ids]</c>, <c>[ids[0]]</c>.</summary>
    private bool HasKeys(IOperation list)
    {
        foreach (IOperation element in list.ChildOperations)
        {
            if (element.Syntax is not SpreadElementSyntax)
            {
                if (IsKey(element))
                    return true;
                continue;
            }

            foreach (IOperation spread in element.DescendantsAndSelf())
            {
                if (AreSpread(spread))
                    return true;
            }
        }

        return false;
    }

    private bool AreSpread(IOperation operation) => operation.Syntax is not (SpreadElementSyntax or CollectionExpressionSyntax) && AreKeys(operation);

    private static bool Keeps(IMethodSymbol method)
        => method.Name is "ToList" or "ToArray" or "ToHashSet" or "AsEnumerable" or "Where" or "Distinct" or "Order" or "OrderBy" or "OrderByDescending"
            or "OrderDescending" or "Reverse" or "Skip" or "Take" or "AsSpan" or "ToImmutableArray";
}
