using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace DataLoader.GraphQL;

/// <summary>
/// The strategy of one operation with loaders: the one that was chosen for it, in a root frame. In a mutation each root field is executed whole,
/// with all that is asked below it, before the next one begins, and then the loaders forget what they know.
/// </summary>
/// <remarks>
/// Stands on <see cref="ExecutionStrategy.ExecuteAsync"/>, which builds the root node, and on <see cref="IExecutionStrategy.ExecuteNodeTreeAsync"/>,
/// which executes a node and what is below it.
/// </remarks>
internal sealed class LoadingStrategy : ExecutionStrategy, IDisposable
{
    // Nobody can see what a field waits for. If it is, in a roundabout way, a key that is held for it, the key leaves after this time.
    private const int LongestHoldInMilliseconds = 1000;

    private readonly IExecutionStrategy _inner;
    private readonly LoaderScope _scope;
    private readonly bool _holds;
    private IDisposable? _hold;
    private Timer? _rescue;

    private LoadingStrategy(IExecutionStrategy inner, LoaderScope scope, bool holds)
    {
        _inner = inner;
        _scope = scope;
        _holds = holds;
    }

    /// <summary>Changes with every load of the operation that has to wait.</summary>
    public long WaitingLoads => _scope.WaitingLoads;

    /// <summary>Makes the strategy of an operation.</summary>
    /// <param name="inner">The strategy that was chosen.</param>
    /// <param name="scope">The scope of the operation's loaders.</param>
    /// <param name="maxParallel">The most fields that may run at the same time, if there is a limit.</param>
    /// <remarks>A strategy that starts a level whole needs no hold: what is awaited meanwhile would only delay the batches.</remarks>
    public static LoadingStrategy Around(IExecutionStrategy inner, LoaderScope scope, int? maxParallel)
        => new(inner, scope, holds: inner is not ParallelExecutionStrategy || maxParallel is not null);

    public override async Task<ExecutionResult> ExecuteAsync(ExecutionContext context)
    {
        try
        {
            return await (context.Operation.Operation == OperationType.Mutation
                ? base.ExecuteAsync(context)
                : _scope.RunAsync(() => _inner.ExecuteAsync(context))).ConfigureAwait(false);
        }
        finally
        {
            Dispose();
        }
    }

    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
    {
        if (context.Operation.Operation != OperationType.Mutation || rootNode is not RootExecutionNode { SubFields: { } fields })
        {
            await _scope.RunAsync(() => _inner.ExecuteNodeTreeAsync(context, rootNode)).ConfigureAwait(false);
            return;
        }

        foreach (ExecutionNode field in fields)
        {
            await _scope.RunAsync(() => _inner.ExecuteNodeTreeAsync(context, field)).ConfigureAwait(false);
            EndFields();
            _scope.ClearAll();
        }
    }

    public override Dictionary<string, (GraphQLField field, FieldType fieldType)>? GetSubFields(
        ExecutionContext executionContext, ExecutionNode executionNode)
        => _inner.GetSubFields(executionContext, executionNode);

    /// <summary>The executor begins a field: more will follow before it waits for the loaders.</summary>
    public void BeginField()
    {
        if (_holds && _hold is null)
            _hold = _scope.HoldFrames();
    }

    /// <summary>The executor may wait for a field that has asked for no key, before it goes on.</summary>
    public void WaitForOther()
    {
        if (_hold is null)
            return;
        _rescue ??= MakeRescue();
        _rescue.Change(LongestHoldInMilliseconds, Timeout.Infinite);
    }

    /// <summary>What a field waits for, so that the executor goes on in a frame.</summary>
    public Task<object?> InFrame(Task<object?> value) => ValueInFrame.Of(_scope, value);

    /// <summary>The executor has begun all fields it can begin, and waits for the loaders now.</summary>
    public void EndFields() => Interlocked.Exchange(ref _hold, null)?.Dispose();

    /// <summary>The operation has ended.</summary>
    public void Dispose()
    {
        EndFields();
        _rescue?.Dispose();
    }

    // Disposed when the operation has ended.
    private Timer MakeRescue() => new(static strategy => ((LoadingStrategy)strategy!).EndFields(), this, Timeout.Infinite, Timeout.Infinite);
}
