using Microsoft.AspNetCore.Http.HttpResults;
using Storefront.Data;
using Storefront.Loaders;
using Storefront.Reading;

namespace Storefront.Api;

/// <summary>
/// The shop's API. Each endpoint takes <c>?loaders=off</c>, which reads with one query for each thing asked for, and <c>?trace=on</c>, which adds what
/// the request did to its answer.
/// </summary>
public static class StoreEndpoints
{
    private const int MostItems = 100;

    public static void MapStore(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").AddEndpointFilter<ReadingFilter>();
        api.MapGet("/orders", OrdersAsync);
        api.MapGet("/orders/{id}", async (int id, StoreViews views) => OkOrNotFound(await views.OrderAsync(id), "order", id));
        api.MapGet("/products", ProductsAsync);
        api.MapGet("/products/{id}", async (int id, StoreViews views) => OkOrNotFound(await views.ProductPageAsync(id), "product", id));
        api.MapGet("/praised", PraisedAsync);
        api.MapGet("/customers/orders", OrderPagesAsync);
        api.MapGet("/suppliers/{id}", async (int id, StoreViews views) => OkOrNotFound(await views.SupplierAsync(id), "supplier", id));
        api.MapGet("/me", AccountAsync);
        api.MapGet("/me/orders/{id}", MyOrderAsync);
        api.MapPut("/me/reviews/{id}", ReviewEndpoint.PutAsync);
    }

    internal static IResult OkOrNotFound<T>(T? view, string what, int id)
        where T : class
        => view is not null ? TypedResults.Ok(view) : Problem(StatusCodes.Status404NotFound, $"There is no {what} {id}.");

    internal static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(statusCode: status, detail: detail);

    internal static ProblemHttpResult NotSignedIn()
        => Problem(StatusCodes.Status401Unauthorized, $"Send your customer id in the header {CurrentCustomer.Header}.");

    private static async Task<IResult> OrdersAsync(StoreViews views, StoreLists lists, CancellationToken cancellationToken, int take = 20)
        => take is < 1 or > MostItems
            ? Problem(StatusCodes.Status400BadRequest, $"'take' is a number from 1 to {MostItems}.")
            : TypedResults.Ok(await views.OrdersAsync(await lists.LatestOrdersAsync(take, cancellationToken)));

    private static async Task<IResult> ProductsAsync(StoreViews views, StoreLists lists, CancellationToken cancellationToken, int take = 40)
        => take is < 1 or > MostItems
            ? Problem(StatusCodes.Status400BadRequest, $"'take' is a number from 1 to {MostItems}.")
            : TypedResults.Ok(await views.ProductsAsync(await lists.ProductsAsync(take, cancellationToken)));

    private static async Task<IResult> PraisedAsync(StoreViews views, StoreLists lists, CancellationToken cancellationToken, int take = 20)
        => take is < 1 or > MostItems
            ? Problem(StatusCodes.Status400BadRequest, $"'take' is a number from 1 to {MostItems}.")
            : TypedResults.Ok(await views.PraisedAsync(await lists.ProductsAsync(take, cancellationToken)));

    private static async Task<IResult> OrderPagesAsync(
        StoreViews views, StoreLists lists, CancellationToken cancellationToken, int take = 20, int first = 3, int? before = null)
        => take is < 1 or > MostItems || first is < 1 or > MostItems || before is < 1
            ? Problem(StatusCodes.Status400BadRequest, $"'take' and 'first' are numbers from 1 to {MostItems}, 'before' is the id of an order.")
            : TypedResults.Ok(await views.OrderPagesAsync(await lists.CustomersAsync(take, cancellationToken), new OrderPage(first, before)));

    private static async Task<IResult> AccountAsync(StoreViews views, CurrentCustomer me)
        => me.Id is { } id ? OkOrNotFound(await views.AccountAsync(id), "customer", id) : NotSignedIn();

    private static async Task<IResult> MyOrderAsync(int id, StoreViews views, CurrentCustomer me)
        => me.Id is null ? NotSignedIn() : OkOrNotFound(await views.MyOrderAsync(id), "order", id);
}
