using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// The functions of a compilation that load: methods, local functions and delegates in variables. A function that calls one of them is one too, up to
/// a depth; each depth has its own table and asks only the one below, so that recursion ends and the order of questions does not matter.
/// </summary>
internal sealed class LoadingFunctions(Compilation compilation, LoaderTypes types)
{
    private const int MaxDepth = 3;

    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), LoadingFunction?> _methods = new(Keys.Instance);
    private HashSet<string>? _names;

    public LoaderTypes Types { get; } = types;

    public SourceFunctions Source { get; } = new(compilation);

    /// <summary>Whether a function of a name may load, by the text of all bodies.</summary>
    public bool MayLoad(string? name, CancellationToken cancellationToken)
        => name is not null && (_names ??= LoadNames.Read(compilation, cancellationToken)).Contains(name);

    /// <summary>What a call runs, if that loads.</summary>
    public LoadingFunction? CalledBy(IInvocationOperation call, CancellationToken cancellationToken) => CalledBy(call, MaxDepth, cancellationToken);

    /// <summary>Whether a call starts a load and does nothing else: the load itself, or a function around it.</summary>
    public bool IsPlainLoad(IInvocationOperation call, CancellationToken cancellationToken)
        => Types.IsLoad(call.TargetMethod) || CalledBy(call, cancellationToken) is { IsPlain: true };

    /// <summary>The loader that a call asks: the variable, parameter or field that holds it.</summary>
    public ISymbol? LoaderRootOf(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (Types.IsLoaderOrFamily(call.TargetMethod.ContainingType))
            return Operations.RootOf(Operations.ReceiverOf(call));
        return CalledBy(call, cancellationToken) is { } function ? LoadSite.LoaderRootOf(call, function) : null;
    }

    private LoadingFunction? CalledBy(IInvocationOperation call, int depth, CancellationToken cancellationToken)
    {
        if (depth == 0)
            return null;
        IMethodSymbol method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return HeldBy(call.Instance, depth, cancellationToken);
        if (!MayLoad(method.Name, cancellationToken))
            return null;
        return method.MethodKind == MethodKind.LocalFunction ? Local(call, method, depth, cancellationToken) : Ordinary(method, depth, cancellationToken);
    }

    private LoadingFunction? Ordinary(IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        method = Source.Resolve(method);
        if (_methods.TryGetValue((method, depth), out LoadingFunction? known))
            return known;
        LoadingFunction? found = Source.BodyOf(method, cancellationToken) is { } body ? Read(body, method, method.Name, depth, cancellationToken) : null;
        return _methods.GetOrAdd((method, depth), found);
    }

    private LoadingFunction? Local(IOperation call, IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        foreach (IOperation operation in Operations.MemberRoot(call).Descendants())
        {
            if (operation is ILocalFunctionOperation local && SymbolEqualityComparer.Default.Equals(local.Symbol, method.OriginalDefinition))
                return Read(local, local.Symbol, method.Name, depth, cancellationToken);
        }

        return null;
    }

    /// <summary>The function in a variable that is given nothing else.</summary>
    private LoadingFunction? HeldBy(IOperation? variable, int depth, CancellationToken cancellationToken)
    {
        if (variable is not ILocalReferenceOperation { Local: { } local } || Operations.OnlyValueOf(local, Operations.MemberRoot(variable)) is not { } value
            || Operations.Unwrap(value) is not IDelegateCreationOperation creation)
        {
            return null;
        }

        return creation.Target switch
        {
            IAnonymousFunctionOperation lambda => Read(lambda, lambda.Symbol, local.Name, depth, cancellationToken),
            IMethodReferenceOperation group when Types.IsLoad(group) => Group(group, local.Name),
            IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } group => Local(group, group.Method, depth, cancellationToken),
            IMethodReferenceOperation group when MayLoad(group.Method.Name, cancellationToken) => Ordinary(group.Method, depth, cancellationToken),
            _ => null,
        };
    }

    /// <summary>A load that is called through a variable: the keys are its argument.</summary>
    private static LoadingFunction Group(IMethodReferenceOperation group, string name) => new()
    {
        Name = name,
        Load = group,
        Keys = Origins.Trace(group, group.Method, [new(null, group.Method.Parameters[0])]),
        Loader = Origins.Trace(group, group.Method, [new(group.Instance)]),
        LoaderRoot = Operations.RootOf(group.Instance),
        KeyParameter = 0,
        TakesMany = LoaderTypes.TakesManyKeys(group.Method),
        IsPlain = true,
        Reads = Origins.Trace(group, group.Method, [new(group.Instance)]),
    };

    /// <summary>Looks for the first load that a function starts in each call, and waits for or returns.</summary>
    private LoadingFunction? Read(IOperation body, IMethodSymbol symbol, string name, int depth, CancellationToken cancellationToken)
    {
        IOperation? own = body is IMethodBodyBaseOperation ? null : body;
        foreach (IOperation operation in body.Descendants())
        {
            LoadingFunction? called = null;
            bool isLoad = operation is IInvocationOperation call
                ? Types.IsLoad(call.TargetMethod) || (called = CalledBy(call, depth - 1, cancellationToken)) is not null
                : operation is IMethodReferenceOperation group && Types.IsLoad(group);
            if (!isLoad)
                continue;
            foreach (LoadSite site in LoadSite.Create(operation, called, this, cancellationToken))
            {
                if (site.Repetition != Repetition.None)
                    break;
                if (Operations.EnclosingFunction(site.Anchor) != own || Operations.EnclosingLoop(site.Anchor) is not null || !site.DecidesFunction())
                    continue;
                var loader = Origins.Trace(body, symbol, site.Loader);
                if (loader.IsMade)
                    break;
                return new()
                {
                    Name = name,
                    Load = site.Load,
                    Keys = Origins.Trace(body, symbol, site.Keys),
                    Loader = loader,
                    LoaderRoot = site.LoaderRoot is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, symbol) ? null : site.LoaderRoot,
                    KeyParameter = site.Key is not null && Operations.Unwrap(site.Key) is IParameterReferenceOperation { Parameter: { } key } && key.ContainingSymbol is not null
                        && SymbolEqualityComparer.Default.Equals(key.ContainingSymbol, symbol) ? key.Ordinal : null,
                    TakesMany = site.TakesMany,
                    IsPlain = IsPlain(body, depth, cancellationToken),
                    Reads = Origins.Trace(body, symbol, [new(body)]),
                };
            }
        }

        return null;
    }

    private bool IsPlain(IOperation body, int depth, CancellationToken cancellationToken)
    {
        foreach (IOperation operation in body.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                case IInvocationOperation load when Types.IsLoad(load.TargetMethod):
                case IInvocationOperation call when CalledBy(call, depth - 1, cancellationToken) is { IsPlain: true }:
                case IAssignmentOperation { Target: ILocalReferenceOperation }:
                case IAwaitOperation await when TaskFlow.Source(await.Operation) is IInvocationOperation or ILocalReferenceOperation:
                    break;
                case IInvocationOperation or IDynamicInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation
                    or ILoopOperation or ILockOperation or IUsingOperation or IUsingDeclarationOperation or ITryOperation or IEventAssignmentOperation:
                    return false;
            }
        }

        return true;
    }

    private sealed class Keys : IEqualityComparer<(IMethodSymbol Method, int Depth)>
    {
        public static readonly Keys Instance = new();

        public bool Equals((IMethodSymbol Method, int Depth) x, (IMethodSymbol Method, int Depth) y)
            => x.Depth == y.Depth && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Depth) key) => (SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31) + key.Depth;
    }
}
