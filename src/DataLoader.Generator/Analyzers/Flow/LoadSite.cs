using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// A place where a load is started, seen from a function that waits for it: the load itself, the call of a function that loads, or, further out, the
/// call that the lambda around it is given to.
/// </summary>
internal sealed class LoadSite
{
    private const int MaxLambdas = 4;

    private readonly LoadingFunction? _function;

    private LoadSite(IOperation call, LoadingFunction? function)
    {
        Call = call;
        _function = function;
        Load = function?.Load ?? call;
    }

    /// <summary>What starts the load here: what a message underlines.</summary>
    public IOperation Call { get; }

    /// <summary>The load: a call, or a method group that is called by somebody else.</summary>
    public IOperation Load { get; }

    /// <summary>Whether the load is in another function than the call.</summary>
    public bool IsIndirect => _function is not null;

    /// <summary>Whether what is called does nothing but load.</summary>
    public bool IsPlain => _function is null or { IsPlain: true };

    /// <summary>What starts the load in the function that waits for it.</summary>
    public IOperation Anchor { get; private set; } = null!;

    /// <summary>Whether the anchor is a lazy sequence of tasks, not a task.</summary>
    public bool IsSequence { get; private set; }

    /// <summary>What decides the key, or the list of keys.</summary>
    public IReadOnlyList<Origin> Keys { get; private set; } = [];

    /// <summary>What decides which loader is asked.</summary>
    public IReadOnlyList<Origin> Loader { get; private init; } = [];

    /// <summary>The variable, parameter or field that holds the loader.</summary>
    public ISymbol? LoaderRoot { get; private init; }

    /// <summary>The expression that is the key, if it can be seen.</summary>
    public IOperation? Key { get; private init; }

    /// <summary>Whether the keys are a list.</summary>
    public bool TakesMany { get; private set; }

    /// <summary>The lambda around the load that the anchor is given.</summary>
    public IAnonymousFunctionOperation? Lambda { get; private set; }

    /// <summary>How the anchor calls the lambda or method group with many elements, one of which decides the key.</summary>
    public Repetition Repetition { get; private set; }

    /// <summary>The load as a message names it.</summary>
    public string Description => $"'{LoaderTypes.Describe(Load)}'" + (_function is null ? "" : $" in '{_function.Name}'");

    /// <summary>
    /// The places where a call starts a load, from the inside out. The call is the load, a method group of one, or the call of a function that loads.
    /// </summary>
    public static IEnumerable<LoadSite> Create(IOperation call, LoadingFunction? function, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        LoadSite? site = Innermost(call, function);
        for (int depth = 0; site is not null; depth++)
        {
            yield return site;
            site = depth < MaxLambdas ? site.Outer(functions, cancellationToken) : null;
        }
    }

    /// <summary>The variable, parameter or field that holds the loader which a called function asks.</summary>
    public static ISymbol? LoaderRootOf(IInvocationOperation call, LoadingFunction function)
    {
        if (function.LoaderRoot is not null || function.Loader.Parameters.Count != 1)
            return function.LoaderRoot;
        foreach (int ordinal in function.Loader.Parameters.Keys)
            return Operations.RootOf(Argument(call, ordinal));
        return null;
    }

    /// <summary>The tasks whose end the load decides.</summary>
    public IEnumerable<IOperation> Tasks() => IsSequence ? TaskSequence.CombinedBy(Anchor, "WhenAll", "WhenAny") : [Anchor];

    /// <summary>Whether the function around the anchor is done when the load is.</summary>
    public bool DecidesFunction()
    {
        foreach (IOperation task in Tasks())
        {
            if (TaskFlow.DecidesFunction(task))
                return true;
        }

        return false;
    }

    private static LoadSite Innermost(IOperation call, LoadingFunction? function)
    {
        switch (call)
        {
            case IMethodReferenceOperation group:
                return new(group, null)
                {
                    Anchor = group,
                    Loader = [new(group.Instance)],
                    LoaderRoot = Operations.RootOf(group.Instance),
                    TakesMany = LoaderTypes.TakesManyKeys(group.Method),
                };
            case IInvocationOperation invocation when function is not null:
                return new(call, function)
                {
                    Anchor = call,
                    Keys = Given(invocation, function.Keys),
                    Loader = Given(invocation, function.Loader),
                    LoaderRoot = LoaderRootOf(invocation, function),
                    Key = function.KeyParameter is { } ordinal ? Argument(invocation, ordinal) : null,
                    TakesMany = function.TakesMany,
                };
            default:
                var load = (IInvocationOperation)call;
                IOperation? receiver = Operations.ReceiverOf(load);
                var keys = new List<Origin>();
                bool takesMany = LoaderTypes.TakesManyKeys(load.TargetMethod);
                foreach (IArgumentOperation argument in load.Arguments)
                {
                    if (argument.Parameter?.Ordinal != (load.Instance is null ? 1 : 0))
                        continue;
                    if (takesMany && ElementsOf(argument.Value) is { } elements)
                    {
                        takesMany = false;
                        foreach (IOperation element in elements)
                            keys.Add(new(element));
                    }
                    else
                    {
                        keys.Add(new(argument.Value));
                    }
                }

                return new(load, null)
                {
                    Anchor = load,
                    Keys = keys,
                    Loader = [new(receiver)],
                    LoaderRoot = Operations.RootOf(receiver),
                    Key = keys.Count == 1 ? keys[0].Value : null,
                    TakesMany = takesMany,
                };
        }
    }

    /// <summary>The site as the function further out sees it; null where the load does not decide when that function goes on.</summary>
    private LoadSite? Outer(LoadingFunctions functions, CancellationToken cancellationToken)
    {
        IOperation? function = Anchor is IMethodReferenceOperation ? Anchor : Operations.EnclosingFunction(Anchor);
        if (Repetition != Repetition.None || function is not (IAnonymousFunctionOperation or IMethodReferenceOperation)
            || Operations.TakerOf(function) is not { } taker || (function is IAnonymousFunctionOperation && !DecidesFunction()))
        {
            return null;
        }

        var lambda = function as IAnonymousFunctionOperation;
        bool isOfElement = lambda is null || Origins.Trace(lambda, lambda.Symbol, Keys).Parameters.Count > 0;
        Repetition repetition = RepeatingCall.Of(taker, function, functions, cancellationToken);
        LoadSite outer = new(Call, _function)
        {
            Anchor = taker,
            Keys = Keys,
            Loader = Loader,
            LoaderRoot = LoaderRoot,
            Key = Key,
            TakesMany = TakesMany,
            Lambda = lambda,
        };
        if (TaskSequence.IsSelect(taker))
        {
            outer.IsSequence = true;
            if (isOfElement)
            {
                outer.Keys = [new(taker.Arguments[0].Value)];
                outer.TakesMany = true;
            }
        }
        else if (repetition != Repetition.None)
        {
            if (!isOfElement)
                return null;
            outer.Repetition = repetition;
        }
        else if (isOfElement)
        {
            // cache.GetOrAdd(order.UserId, users.LoadAsync): what it is called with stands beside it.
            outer.Keys = Beside(taker, lambda?.Symbol ?? ((IMethodReferenceOperation)function).Method);
            if (outer.Keys.Count == 0)
                return null;
        }

        return outer;
    }

    /// <summary>The arguments of a call that have the type of the first parameter of a function which is an argument too.</summary>
    private static List<Origin> Beside(IInvocationOperation taker, IMethodSymbol function)
    {
        var found = new List<Origin>();
        foreach (IArgumentOperation argument in taker.Arguments)
        {
            if (function.Parameters.Length > 0 && SymbolEqualityComparer.Default.Equals(Operations.Unwrap(argument.Value).Type, function.Parameters[0].Type))
                found.Add(new(argument.Value));
        }

        return found;
    }

    /// <summary>What a called function reads, in the words of the caller.</summary>
    private static List<Origin> Given(IInvocationOperation call, Origins origins)
    {
        var given = new List<Origin>();
        foreach (KeyValuePair<int, bool> parameter in origins.Parameters)
        {
            if (Argument(call, parameter.Key) is { } argument)
                given.Add(new(argument, null, parameter.Value));
        }

        if (origins.HasInstance && call.TargetMethod.MethodKind == MethodKind.Ordinary && call.Instance is { } instance)
            given.Add(new(instance, null, IsMember: true));
        foreach (ISymbol symbol in origins.Symbols)
            given.Add(new(null, symbol));
        return given;
    }

    private static IOperation? Argument(IInvocationOperation call, int ordinal)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
                return argument.Value;
        }

        return null;
    }

    /// <summary>The elements of a list that is written out: <c>[id]</c>, <c>new[] { id }</c>, <c>new List&lt;int&gt; { id }</c>.</summary>
    private static IEnumerable<IOperation>? ElementsOf(IOperation list)
    {
        list = Operations.Unwrap(list);
        if (list is IArrayCreationOperation { Initializer: { } initializer })
            return initializer.ElementValues;
        if (list is IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: { } added })
        {
            var arguments = new List<IOperation>();
            foreach (IOperation add in added.Initializers)
            {
                if (add is IInvocationOperation { Arguments: { Length: 1 } one })
                    arguments.Add(one[0].Value);
            }

            return arguments;
        }

        if (list.Syntax is not Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax collection)
            return null;
        foreach (Microsoft.CodeAnalysis.CSharp.Syntax.CollectionElementSyntax element in collection.Elements)
        {
            if (element is not Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionElementSyntax)
                return null;
        }

        return list.ChildOperations;
    }
}
