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

    public static LoopVariables Of(ILoopOperation loop, SemanticModel model)
    {
        var variables = new LoopVariables(loop);
        if (loop.Syntax is StatementSyntax statement && model.AnalyzeDataFlow(statement) is { Succeeded: true } flow)
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

    /// <summary>Whether an expression may have another value in each round.</summary>
    public bool Vary(IOperation expression)
    {
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (Operations.Referenced(operation) is { } symbol && _written.Contains(symbol))
                return true;

            // queue.Dequeue() while queue.Count > 0, reader.GetInt32(0) while reader.Read()
            if (operation is IInvocationOperation { Instance: { } instance } && Condition() is { } condition
                && ValueFlow.RootOf(instance) is { } source && Refers(condition, source))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a list of keys belongs to the round's element: <c>order.ProductIds</c>. A list that <em>is</em> the element, or is cut out of
    /// a longer one, is a chunk: several batches are what was asked for.
    /// </summary>
    public bool IsListOfRound(IOperation keys)
    {
        if (_loop is not IForEachLoopOperation)
            return false;
        foreach (IOperation operation in keys.DescendantsAndSelf())
        {
            if (operation is IPropertyReferenceOperation { Arguments.IsEmpty: true } or IFieldReferenceOperation
                && ((IMemberReferenceOperation)operation).Instance is { } instance
                && ValueFlow.RootOf(instance) is { } root && root is ILocalSymbol local && _loop.Locals.Contains(local))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the key of a round comes from what an earlier round loaded: walking a chain, paging, following a queue.</summary>
    public bool DependsOnLastRound(LoadSite site, IAwaitOperation await)
    {
        ValueFlow flow = Follow(await);
        foreach (IOperation key in site.Keys())
        {
            if (flow.Reaches(key))
                return true;
        }

        return false;
    }

    /// <summary>Where the value of an await may go inside the loop.</summary>
    public ValueFlow Follow(IAwaitOperation await) => ValueFlow.From(await, _loop, _declared);

    private IOperation? Condition() => _loop switch
    {
        IWhileLoopOperation @while => @while.Condition,
        IForLoopOperation @for => @for.Condition,
        _ => null,
    };

    private static bool Refers(IOperation expression, ISymbol symbol)
    {
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (SymbolEqualityComparer.Default.Equals(Operations.Referenced(operation), symbol))
                return true;
        }

        return false;
    }
}
