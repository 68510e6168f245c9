using GraphQL;
using GraphQL.DI;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.GraphQL;

/// <summary>
/// Gives each operation a service scope, and with it loaders and a <see cref="LoaderScope"/>, that no other operation has: the one it comes with, or
/// a new one where several operations come with the same one.
/// </summary>
/// <param name="root">The services of the application.</param>
internal sealed class OperationServices(IServiceProvider root) : IConfigureExecution
{
    // Before anybody takes services of the operation.
    public float SortOrder => 0;

    public Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (!options.Listeners.Contains(OperationStart.Instance))
            options.Listeners.Add(OperationStart.Instance);
        return options.RequestServices is { } services && !IsRoot(services) && services.GetRequiredService<OperationSlot>().TryTake()
            ? next(options)
            : ExecuteInNewScopeAsync(options, next);
    }

    private async Task<ExecutionResult> ExecuteInNewScopeAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        IServiceProvider? services = options.RequestServices;
        await using AsyncServiceScope scope = (services ?? root).CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<OperationSlot>().TryTake();
        options.RequestServices = scope.ServiceProvider;
        try
        {
            return await next(options).ConfigureAwait(false);
        }
        finally
        {
            options.RequestServices = services;
        }
    }

    // The application's own provider has no scoped services.
    private bool IsRoot(IServiceProvider services)
        => ReferenceEquals(services, root) || ReferenceEquals(services.GetService<IServiceProvider>(), root);
}
