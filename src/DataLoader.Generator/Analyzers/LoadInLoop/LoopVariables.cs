using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>What is another value in each round of a loop.</summary>
internal sealed class LoopVariables
{
    private readonly ILoopOperation _loop;
    private readonly HashSet<ISymbol> _written = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _declared = new(SymbolEqualityComparer.Default);

    private LoopVariables(ILoopOperation loop) => _loop = loop;

    public static LoopVariables Read(ILoopOperation loop)
    {
        var variables = new LoopVariables(loop);
        if (loop.Syntax is StatementSyntax statement && loop.SemanticModel?.AnalyzeDataFlow(statement) is { Succeeded: true } flow)
        {
            variables._written.UnionWith(flow.WrittenInside);
            variables._declared.UnionWith(flow.VariablesDeclared);
        }

        variables._declared.UnionWith(loop.Locals);
        variables._written.UnionWith(variables._declared);
        foreach (IOperation operation in loop.Descendants())
        {
            IOperation? target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                _ => null,
            };
            if (target is IMemberReferenceOperation member and (IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true }))
                variables._written.Add(member.Member);
        }

        return variables;
    }

    /// <summary>Whether what decides a key or a loader may be something else in each round.</summary>
    public bool VariesByRound(Origin origin)
        => origin.Value is { } value ? VariesByRound(value) : origin.Symbol is { } symbol && _written.Contains(symbol);

    /// <summary>
    /// Whether a list of keys belongs to the round's element: <c>order.ProductIds</c>. A list that <em>is</em> the element, or is cut out of
    /// a longer one, is a chunk: several batches are what was asked for.
    /// </summary>
    public bool IsListOfRound(Origin keys)
        => _loop is IForEachLoopOperation each && keys.Value is { } value && !IsChunked(each)
            && (IsListOfRound(value, new(SymbolEqualityComparer.Default)) || (keys.IsMember && VariesByRound(value)));

    /// <summary>Whether the key of a round comes from what an earlier round loaded: walking a chain, paging, following a queue.</summary>
    public bool DependsOnLastRound(LoadSite site, IAwaitOperation await)
    {
        ValueFlow flow = Follow(await);
        foreach (Origin key in site.Keys)
        {
            if (flow.Reaches(key.Value) || (key.Symbol is { } symbol && flow.Reaches(symbol)))
                return true;
        }

        return false;
    }

    /// <summary>Where the value of an operation may go inside the loop.</summary>
    public ValueFlow Follow(IOperation value) => ValueFlow.Follow(value, _loop, _declared);

    private bool VariesByRound(IOperation expression)
    {
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (Operations.Referenced(operation) is { } symbol && _written.Contains(symbol))
                return true;

            // queue.Dequeue() while queue.Count > 0, reader.GetInt32(0) while reader.Read()
            if (operation is IInvocationOperation { Instance: { } instance } && Operations.RootOf(instance) is { } source
                && Operations.Condition(_loop) is { } condition && Operations.Reads(condition, source))
            {
                return true;
            }

            // keys.Current while keys.MoveNext()
            if (operation is IPropertyReferenceOperation { Instance: { } owner } && Operations.RootOf(owner) is { } moved && IsCalledByCondition(moved))
                return true;
        }

        return false;
    }

    private bool IsCalledByCondition(ISymbol symbol)
    {
        if (Operations.Condition(_loop) is not { } condition)
            return false;
        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { Instance: { } instance } && SymbolEqualityComparer.Default.Equals(Operations.RootOf(instance), symbol))
                return true;
        }

        return false;
    }

    private bool IsListOfRound(IOperation keys, HashSet<ISymbol> seen)
    {
        // foreach (var (id, list) in map)
        if (_loop.Locals.Length > 1 && Operations.Unwrap(keys) is ILocalReferenceOperation { Local: { } part } && _loop.Locals.Contains(part))
            return true;
        foreach (IOperation operation in keys.DescendantsAndSelf())
        {
            if (operation is IPropertyReferenceOperation { Arguments.IsEmpty: true } or IFieldReferenceOperation
                && ((IMemberReferenceOperation)operation).Instance is { } instance
                && Operations.RootOf(instance) is ILocalSymbol root && _loop.Locals.Contains(root))
            {
                return true;
            }

            // var keys = order.Lines.Select(line => line.ProductId).ToList();
            if (operation is ILocalReferenceOperation { Local: { } local } && !_loop.Locals.Contains(local) && _declared.Contains(local) && seen.Add(local)
                && (Operations.OnlyValueOf(local, _loop) is { } value && IsListOfRound(value, seen) || IsFilledInRound(local, seen)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a list of the round's own takes up the elements of a list that belongs to the round's element.</summary>
    private bool IsFilledInRound(ILocalSymbol list, HashSet<ISymbol> seen)
    {
        foreach (IOperation operation in _loop.Body.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "UnionWith", Arguments.Length: 1 } add
                && SymbolEqualityComparer.Default.Equals(Operations.RootOf(add.Instance), list)
                && (IsListOfRound(add.Arguments[0].Value, seen)
                    || (Operations.EnclosingLoop(add) is IForEachLoopOperation inner && inner != _loop && IsListOfRound(inner.Collection, seen))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsChunked(IForEachLoopOperation loop)
    {
        foreach (IOperation operation in loop.Collection.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Chunk" or "Batch" or "Buffer" or "Window" })
                return true;
        }

        return false;
    }
}
