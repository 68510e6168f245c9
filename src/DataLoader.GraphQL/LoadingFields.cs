using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Instrumentation;

namespace DataLoader.GraphQL;

/// <summary>
/// Tells the executor which fields wait for loaders: it puts those aside, begins the others, and only then waits for them. A field that has asked for
/// no key is waited for at once, so that the serial strategy still runs queries of a shared database connection one by one.
/// </summary>
internal sealed class LoadingFields : IFieldMiddleware
{
    public static LoadingFields Instance { get; } = new();

    public ValueTask<object?> ResolveAsync(IResolveFieldContext context, FieldMiddlewareDelegate next)
    {
        if (context.ExecutionContext.ExecutionStrategy is not LoadingStrategy strategy)
            return next(context);

        strategy.BeginField();
        long waitingLoads = strategy.WaitingLoads;
        ValueTask<object?> result = next(context);
        if (result.IsCompleted)
            return result;
        if (strategy.WaitingLoads != waitingLoads)
            return new(new PendingField(result.AsTask(), strategy));

        strategy.WaitForOther();
        return new(strategy.InFrame(result.AsTask()));
    }

    private sealed class PendingField(Task<object?> value, LoadingStrategy strategy) : IDataLoaderResult
    {
        public Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
        {
            strategy.EndFields();
            return strategy.InFrame(value);
        }
    }
}
