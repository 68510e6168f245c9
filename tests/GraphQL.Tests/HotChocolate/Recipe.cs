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
            context.RequestServices.GetRequiredService<LoaderHold>().End();
        }
    }
}

/// <summary>While the executor starts resolvers their keys are held: all that it can start make one batch for each loader.</summary>
public sealed class LoaderListener : ExecutionDiagnosticEventListener
{
    public override void StartProcessing(RequestContext context) => context.RequestServices.GetRequiredService<LoaderHold>().Begin();

    public override void StopProcessing(RequestContext context) => context.RequestServices.GetRequiredService<LoaderHold>().End();
}

/// <summary>The hold of one request.</summary>
public sealed class LoaderHold(LoaderScope scope)
{
    private IDisposable? _hold;

    public void Begin() => Interlocked.Exchange(ref _hold, scope.HoldBatches())?.Dispose();

    public void End() => Interlocked.Exchange(ref _hold, null)?.Dispose();
}
