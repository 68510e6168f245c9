using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.FirstKey;

/// <summary>Which members of the keys a batch method reads: of the first key, and of any other.</summary>
internal sealed class MemberReads
{
    private readonly IParameterSymbol _keys;
    private readonly IOperation _body;
    private readonly List<(IOperation Place, IReadOnlyCollection<ISymbol> Members)> _ofFirst = [];
    private readonly HashSet<ISymbol> _ofOthers = new(SymbolEqualityComparer.Default);
    private bool _areGivenAway;

    public MemberReads(IParameterSymbol keys, IOperation body)
    {
        _keys = keys;
        _body = body;
        foreach (IOperation operation in body.Descendants())
            Step(operation);
    }

    /// <summary>Where members of the first key are read.</summary>
    public IReadOnlyList<(IOperation Place, IReadOnlyCollection<ISymbol> Members)> OfFirst => _ofFirst;

    /// <summary>Whether a member is read of other keys too, here or, for all that can be seen, in what is given the keys.</summary>
    public bool OfOthers(ISymbol member) => _areGivenAway || _ofOthers.Contains(Plain(member));

    private void Step(IOperation operation)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property: { IsIndexer: false, IsStatic: false }, Instance: { } instance } property:
                Note(property, instance, property.Property);
                break;
            case IFieldReferenceOperation { Instance: { } instance } field:
                Note(field, instance, field.Field);
                break;
            case IDeconstructionAssignmentOperation deconstruction when IsFirst(deconstruction.Value):
                _ofFirst.Add((deconstruction.Value, DeconstructedMembers(deconstruction)));
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } argument when IsKeys(argument.Value) && !IsFramework(call.TargetMethod):
                _areGivenAway = true;
                break;

            // if (keys.Count == 1) knows what it does.
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: 1 } } test when CountsKeys(test.LeftOperand):
                _areGivenAway = true;
                break;
        }
    }

    private void Note(IOperation read, IOperation instance, ISymbol member)
    {
        if (IsFirst(instance))
            _ofFirst.Add((read, [member]));
        else
            _ofOthers.Add(Plain(member));
    }

    /// <summary>Whether an expression is the first key, or a variable that holds it and nothing else.</summary>
    private bool IsFirst(IOperation value)
    {
        value = Operations.Unwrap(value);
        switch (value)
        {
            case IArrayElementReferenceOperation { Indices: [var index] } element:
                return IsKeys(element.ArrayReference) && IsZero(index);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list, Arguments: [var index] }:
                return IsKeys(list) && IsZero(index.Value);
            case IInvocationOperation { TargetMethod.Name: "First" or "FirstOrDefault", Arguments.Length: 1 } call:
                return Operations.ReceiverOf(call) is { } source && IsKeys(source);
            case IInvocationOperation { TargetMethod.Name: "ElementAt", Arguments: [_, var index] } call:
                return Operations.ReceiverOf(call) is { } other && IsKeys(other) && IsZero(index.Value);
            case IConditionalAccessInstanceOperation instance:
                return Operations.AccessedBy(instance) is { } accessed && IsFirst(accessed);
            case ILocalReferenceOperation { Local: { } local }:
                return Operations.OnlyValueOf(local, _body) is { } only && IsFirst(only);
            default:
                return false;
        }
    }

    private bool IsKeys(IOperation value)
    {
        value = Operations.Unwrap(value);
        return value is IParameterReferenceOperation parameter
            ? SymbolEqualityComparer.Default.Equals(parameter.Parameter, _keys)
            : value is IPropertyReferenceOperation { Property.Name: "Span", Instance: { } memory } && IsKeys(memory);
    }

    private bool CountsKeys(IOperation value)
        => Operations.Unwrap(value) switch
        {
            IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } list } => IsKeys(list),
            IInvocationOperation { TargetMethod.Name: "Count" } call => Operations.ReceiverOf(call) is { } source && IsKeys(source),
            _ => false,
        };

    /// <summary>The members behind the parts of <c>var (store, _) = keys[0]</c> that are kept.</summary>
    private static List<ISymbol> DeconstructedMembers(IDeconstructionAssignmentOperation deconstruction)
    {
        IOperation target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        var members = new List<ISymbol>();
        if (target is not ITupleOperation tuple || deconstruction.Value.Type is not INamedTypeSymbol type)
            return members;
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            if (tuple.Elements[i] is not IDiscardOperation && PartOf(type, tuple.Elements.Length, i) is { } part)
                members.Add(part);
        }

        return members;
    }

    private static ISymbol? PartOf(INamedTypeSymbol type, int count, int index)
    {
        if (type.IsTupleType)
            return index < type.TupleElements.Length ? type.TupleElements[index] : null;
        foreach (ISymbol member in type.GetMembers("Deconstruct"))
        {
            if (member is not IMethodSymbol { Parameters: var parameters } || parameters.Length != count)
                continue;
            foreach (ISymbol property in type.GetMembers(parameters[index].Name))
                return property;
        }

        return null;
    }

    private static bool IsZero(IOperation index) => Operations.Unwrap(index).ConstantValue is { HasValue: true, Value: 0 };

    /// <summary>What only reads the keys and is given lambdas to look into them.</summary>
    private static bool IsFramework(IMethodSymbol method) => method.ContainingNamespace.ToDisplayString().StartsWith("System", System.StringComparison.Ordinal);

    /// <summary>An element of a tuple by its place, whatever name it has.</summary>
    private static ISymbol Plain(ISymbol member) => member is IFieldSymbol { CorrespondingTupleField: { } field } ? field : member;
}
