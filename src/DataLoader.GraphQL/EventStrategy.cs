using GraphQL;
using GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace DataLoader.GraphQL;

/// <summary>Executes a subscription: each event with services, and so with loaders, of its own.</summary>
/// <param name="scopes">Makes the services of an event.</param>
internal sealed class EventStrategy(IServiceScopeFactory scopes) : SubscriptionExecutionStrategy(new FieldsOfEvent())
{
    // The services of the request that has subscribed are gone by the time of the event.
    protected override ExecutionContext CloneExecutionContext(ExecutionContext context, CancellationToken token)
    {
        ExecutionContext clone = base.CloneExecutionContext(context, token);
        clone.RequestServices = null;
        return clone;
    }

    protected override async ValueTask<ExecutionResult> ProcessDataAsync(ExecutionContext context, ExecutionNode node, object? value)
    {
        await using AsyncServiceScope services = scopes.CreateAsyncScope();
        context.RequestServices = services.ServiceProvider;
        LoaderScope scope = services.ServiceProvider.GetRequiredService<LoaderScope>();
        scope.AbortOn(context.CancellationToken);
        using LoadingStrategy strategy = LoadingStrategy.Around(ParallelExecutionStrategy.Instance, scope, context.MaxParallelExecutionCount);
        context.ExecutionStrategy = strategy;
        return await base.ProcessDataAsync(context, node, value).ConfigureAwait(false);
    }

    // The strategy of the event itself executes its fields.
    private sealed class FieldsOfEvent : ExecutionStrategy
    {
        public override Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
            => context.ExecutionStrategy.ExecuteNodeTreeAsync(context, rootNode);
    }
}
