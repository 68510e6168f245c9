using System.Collections.Concurrent;
using DataLoader;
using HotChocolate;
using HotChocolate.Execution;
using HotChocolate.Execution.Instrumentation;
using Microsoft.Extensions.DependencyInjection;

namespace ShopGraphQL.Tests.HotChocolate;

public static class BatchLoaderExecutorBuilderExtensions
{
    public static IRequestExecutorBuilder AddBatchLoaderExecution(this IRequestExecutorBuilder builder)
    {
        builder.Services.AddScoped<LoaderHold>();
        return builder
            .ModifyOptions(options => options.DefaultQueryDependencyInjectionScope = DependencyInjectionScope.Request)
            .UseRequest<LoaderMiddleware>(key: nameof(LoaderMiddleware), before: WellKnownRequestMiddleware.OperationExecutionMiddleware)
            .AddDiagnosticEventListener<LoaderListener>();
    }
}

/// <summary>Executes an operation in the root frame of its loaders, which end with the request.</summary>
public sealed class LoaderMiddleware(RequestDelegate next)
{
    public async ValueTask InvokeAsync(RequestContext context)
    {
        LoaderScope scope = context.RequestServices.GetRequiredService<LoaderScope>();
        scope.AbortOn(context.RequestAborted);
        try
        {
            await scope.RunAsync(() => next(context).AsTask());
        }
        finally
        {
            context.RequestServices.GetRequiredService<LoaderHold>().EndAll();
        }
    }
}

/// <summary>While the executor starts resolvers their keys are held: all that it can start make one batch for each loader.</summary>
public sealed class LoaderListener : ExecutionDiagnosticEventListener
{
    public override void StartProcessing(RequestContext context) => context.RequestServices.GetRequiredService<LoaderHold>().Begin();

    public override void StopProcessing(RequestContext context) => context.RequestServices.GetRequiredService<LoaderHold>().End();
}

/// <summary>The holds of one request: an executor may begin to start resolvers on one thread before it has told on another that it has stopped.</summary>
public sealed class LoaderHold(LoaderScope scope)
{
    private readonly ConcurrentStack<IDisposable> _holds = new();

    public void Begin() => _holds.Push(scope.HoldBatches());

    public void End()
    {
        if (_holds.TryPop(out IDisposable? hold))
            hold.Dispose();
    }

    // An operation that is given up may leave the executor in the middle.
    public void EndAll()
    {
        while (!_holds.IsEmpty)
            End();
    }
}
