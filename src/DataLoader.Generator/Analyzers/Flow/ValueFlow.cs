using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// Where a value may go inside a loop: into variables, fields and properties, and into the collections it is added to. Knows no order:
/// what may depend on the value is taken to depend on it, and no rule then speaks.
/// </summary>
internal sealed class ValueFlow
{
    private readonly IOperation _source;
    private readonly HashSet<ISymbol> _inner;
    private readonly HashSet<ISymbol> _reached = new(SymbolEqualityComparer.Default);

    private ValueFlow(IOperation source, HashSet<ISymbol> inner)
    {
        _source = source;
        _inner = inner;
    }

    /// <param name="source">The value.</param>
    /// <param name="region">Where to follow it.</param>
    /// <param name="inner">The variables declared in the region: what their methods do to them ends with the round.</param>
    public static ValueFlow Follow(IOperation source, IOperation region, HashSet<ISymbol> inner)
    {
        var flow = new ValueFlow(source, inner);
        int before;
        do
        {
            before = flow._reached.Count;
            foreach (IOperation operation in region.Descendants())
                flow.Step(operation);
        }
        while (flow._reached.Count > before);
        return flow;
    }

    /// <summary>Whether an expression reads anything the value went to.</summary>
    public bool Reaches(IOperation? expression)
    {
        if (expression is null || _reached.Count == 0)
            return false;
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (Operations.Referenced(operation) is { } symbol && _reached.Contains(symbol))
                return true;
        }

        return false;
    }

    /// <summary>Whether the value went to a variable or member.</summary>
    public bool Reaches(ISymbol symbol) => _reached.Contains(symbol);

    /// <summary>The variable that a part of a pattern declares.</summary>
    public static ISymbol? DeclaredBy(IOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        IListPatternOperation list => list.DeclaredSymbol,
        _ => null,
    };

    private void Step(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when Carries(declarator.GetVariableInitializer()):
                _reached.Add(declarator.Symbol);
                break;
            case IAssignmentOperation assignment when Carries(assignment.Value):
                AddTarget(assignment.Target);
                break;
            case IForEachLoopOperation each when Carries(each.Collection):
                foreach (ILocalSymbol local in each.Locals)
                    _reached.Add(local);
                break;
            case IIsPatternOperation pattern when Carries(pattern.Value):
                AddDeclared(pattern.Pattern);
                break;
            case ISwitchOperation @switch when Carries(@switch.Value):
                foreach (ISwitchCaseOperation @case in @switch.Cases)
                    AddDeclared(@case);
                break;
            case IInvocationOperation invocation:
                AddInvoked(invocation);
                break;
        }
    }

    private void AddInvoked(IInvocationOperation invocation)
    {
        bool given = false;
        foreach (IArgumentOperation argument in invocation.Arguments)
            given |= Carries(argument.Value);
        if (!given && invocation != _source && !Carries(invocation.Instance))
            return;

        // queue.Enqueue(value) puts the value into the queue; TryGet(out value) takes it out of there.
        if (given && Operations.RootOf(invocation.Instance) is { } receiver && !_inner.Contains(receiver))
            _reached.Add(receiver);
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref)
                AddTarget(argument.Value);
        }
    }

    private void AddTarget(IOperation target)
    {
        switch (target)
        {
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements)
                    AddTarget(element);
                break;
            case IDeclarationExpressionOperation declaration:
                AddTarget(declaration.Expression);
                break;
            case IArrayElementReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: false }:
                if (Operations.RootOf(target) is { } root && !_inner.Contains(root))
                    _reached.Add(root);
                break;
            default:
                if (Operations.Referenced(target) is { } symbol)
                    _reached.Add(symbol);
                break;
        }
    }

    private void AddDeclared(IOperation patterns)
    {
        foreach (IOperation operation in patterns.DescendantsAndSelf())
        {
            if (DeclaredBy(operation) is { } declared)
                _reached.Add(declared);
        }
    }

    private bool Carries(IOperation? value)
        => value is not null && (Operations.IsWithin(_source, value) || Reaches(value));
}
