using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// Where a value inside a function comes from: its parameters, its instance, and what it captures. Follows local variables through everything that gives
/// them a value.
/// </summary>
internal sealed class Origins
{
    private readonly IOperation _function;
    private readonly ISymbol _symbol;
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);
    private readonly SortedDictionary<int, bool> _parameters = [];

    private Origins(IOperation function, ISymbol symbol)
    {
        _function = function;
        _symbol = symbol;
    }

    /// <summary>The parameters, by ordinal, and whether it is a member of the parameter that is read.</summary>
    public IReadOnlyDictionary<int, bool> Parameters => _parameters;

    /// <summary>Variables of functions further out, and fields and properties of the own instance or of a type.</summary>
    public IReadOnlyCollection<ISymbol> Symbols => _symbols;

    /// <summary>Whether the own instance is read.</summary>
    public bool HasInstance { get; private set; }

    /// <summary>Whether the value, or what it is read from, is made inside of the function: it is another one in each call.</summary>
    public bool IsMade { get; private set; }

    /// <summary>Whether nothing outside of the function decides the value.</summary>
    public bool IsEmpty => _parameters.Count == 0 && _symbols.Count == 0;

    /// <summary>Traces values in the body of a method, local function or lambda.</summary>
    public static Origins Trace(IOperation function, ISymbol symbol, IEnumerable<Origin> values)
    {
        var origins = new Origins(function, symbol);
        foreach (Origin value in values)
        {
            if (value.Value is { } operation)
                origins.Add(operation);
            else if (value.Symbol is { } captured)
                origins.Add(captured, isMember: value.IsMember);
        }

        return origins;
    }

    private void Add(IOperation value)
    {
        foreach (IOperation operation in value.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IParameterReferenceOperation parameter:
                    Add(parameter.Parameter, IsMember(parameter));
                    break;
                case ILocalReferenceOperation local:
                    Add(local.Local, isMember: false);
                    break;
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation }:
                    _symbols.Add(((IMemberReferenceOperation)operation).Member);
                    break;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                    HasInstance = true;
                    break;
                case IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: not ("GetRequiredService" or "GetService" or "GetRequiredKeyedService") }:
                    IsMade = true;
                    break;
            }
        }
    }

    private void Add(ISymbol symbol, bool isMember)
    {
        if (symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _symbol))
        {
            _parameters[parameter.Ordinal] = isMember || (_parameters.TryGetValue(parameter.Ordinal, out bool known) && known);
        }
        else if (!IsInside(symbol))
        {
            _symbols.Add(symbol);
            HasInstance |= symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };
        }
        else if (symbol is ILocalSymbol && _seen.Add(symbol))
        {
            foreach (IOperation operation in _function.DescendantsAndSelf())
                AddSource(operation, symbol);
        }
    }

    /// <summary>Follows a variable to what an operation gives it.</summary>
    private void AddSource(IOperation operation, ISymbol variable)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable):
                AddAny(declarator.GetVariableInitializer()?.Value);
                break;
            case IAssignmentOperation assignment when Operations.Reads(assignment.Target, variable):
                AddAny(assignment.Value);
                break;
            case IForEachLoopOperation each when Contains(each.Locals, variable):
                AddAny(each.Collection);
                break;
            case IIsPatternOperation pattern when Declares(pattern.Pattern, variable):
                AddAny(pattern.Value);
                break;
            case IInvocationOperation call when GivesOut(call, variable):
                AddAny(call);
                break;
        }
    }

    private void AddAny(IOperation? value)
    {
        if (value is not null)
            Add(value);
    }

    private bool IsInside(ISymbol symbol)
    {
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == _function.Syntax.SyntaxTree && _function.Syntax.Span.Contains(reference.Span))
                return true;
        }

        return false;
    }

    private static bool IsMember(IOperation reference)
    {
        IOperation? parent = reference.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        return parent is IFieldReferenceOperation or IPropertyReferenceOperation or IConditionalAccessOperation;
    }

    private static bool GivesOut(IInvocationOperation call, ISymbol variable)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref && Operations.Reads(argument.Value, variable))
                return true;
        }

        return false;
    }

    private static bool Declares(IOperation pattern, ISymbol variable)
    {
        foreach (IOperation operation in pattern.DescendantsAndSelf())
        {
            if (SymbolEqualityComparer.Default.Equals(ValueFlow.DeclaredBy(operation), variable))
                return true;
        }

        return false;
    }

    private static bool Contains(System.Collections.Immutable.ImmutableArray<ILocalSymbol> locals, ISymbol variable)
    {
        foreach (ILocalSymbol local in locals)
        {
            if (SymbolEqualityComparer.Default.Equals(local, variable))
                return true;
        }

        return false;
    }
}
