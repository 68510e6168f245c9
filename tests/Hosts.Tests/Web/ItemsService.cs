using Grpc.Core;
using Grpc.Core.Interceptors;

namespace DataLoader.Hosts.Tests;

/// <summary>A gRPC service.</summary>
public sealed class ItemsService(ItemViews views) : Items.ItemsBase
{
    public override async Task<Descriptions> Describe(ItemIds request, ServerCallContext context)
        => new() { Texts = { await views.DescribeAllAsync(request.Ids) } };

    public override async Task DescribeEach(ItemIds request, IServerStreamWriter<Description> responseStream, ServerCallContext context)
    {
        await foreach (string text in views.DescribeEachAsync(request.Ids))
            await responseStream.WriteAsync(new Description { Text = text });
    }
}

/// <summary>Runs a call in the root frame of its loaders, which end with the call.</summary>
public sealed class LoaderInterceptor(LoaderScope scope) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        scope.AbortOn(context.CancellationToken);
        return scope.RunAsync(() => continuation(request, context));
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        scope.AbortOn(context.CancellationToken);
        return scope.RunAsync(() => continuation(request, responseStream, context));
    }
}
