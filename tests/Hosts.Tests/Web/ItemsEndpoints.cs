using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

/// <summary>A minimal API.</summary>
public static class ItemsEndpoints
{
    public static void MapItems(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder items = app.MapGroup("/items").AddEndpointFilter<LoaderFilter>();
        items.MapPost("/", (int[] ids, ItemViews views) => views.DescribeAllAsync(ids));
        items.MapPost("/each", (int[] ids, ItemViews views) => views.DescribeEachAsync(ids));
    }
}

/// <summary>Runs the handler in the root frame of its loaders, which end with the request.</summary>
public sealed class LoaderFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        LoaderScope scope = context.HttpContext.RequestServices.GetRequiredService<LoaderScope>();
        scope.AbortOn(context.HttpContext.RequestAborted);
        return await scope.RunAsync(() => next(context).AsTask());
    }
}
