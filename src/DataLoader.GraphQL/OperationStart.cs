using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace DataLoader.GraphQL;

/// <summary>Puts the operation's loaders and its strategy together, right before it is executed.</summary>
internal sealed class OperationStart : IDocumentExecutionListener
{
    public static OperationStart Instance { get; } = new();

    public Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult) => Task.CompletedTask;

    public Task BeforeExecutionAsync(IExecutionContext context)
    {
        // An executor with contexts of its own kind decides for itself.
        if (context is not ExecutionContext { RequestServices: { } services } operation)
            return Task.CompletedTask;

        if (operation.ExecutionStrategy is SubscriptionExecutionStrategy subscription)
        {
            if (subscription.GetType() == typeof(SubscriptionExecutionStrategy))
                operation.ExecutionStrategy = new EventStrategy(services.GetRequiredService<IServiceScopeFactory>());
        }
        else if (operation.ExecutionStrategy is not LoadingStrategy)
        {
            LoaderScope scope = services.GetRequiredService<LoaderScope>();
            scope.AbortOn(operation.CancellationToken);
            operation.ExecutionStrategy = LoadingStrategy.Around(operation.ExecutionStrategy, scope, operation.MaxParallelExecutionCount);
        }

        return Task.CompletedTask;
    }

    public Task AfterExecutionAsync(IExecutionContext context) => Task.CompletedTask;
}
