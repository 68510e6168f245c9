using GraphQL;
using GraphQL.MicrosoftDI;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Api;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>What can be asked.</summary>
public sealed class ShopQuery : ObjectGraphType
{
    public ShopQuery()
    {
        Name = "Query";

        Field<CustomerType, Customer>("me")
            .Resolve()
            .WithService<CurrentCustomer>()
            .WithService<CustomerByIdLoader>()
            .ResolveAsync((_, current, customers) => customers.LoadAsync(current.Id));

        Field<CustomerType, Customer>("customer")
            .Argument<int>("id")
            .Resolve()
            .WithService<CustomerByIdLoader>()
            .ResolveAsync((context, customers) => customers.LoadAsync(context.GetArgument<int>("id")));

        Field<ProductType, Product>("product")
            .Argument<int>("id")
            .Resolve()
            .WithService<ProductByIdLoader>()
            .ResolveAsync((context, products) => products.LoadAsync(context.GetArgument<int>("id"))!);

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerType>>>, IEnumerable<Customer>>("customers")
            .Argument<int>("first", false, argument => argument.DefaultValue = 100)
            .Resolve()
            .WithService<IDbContextFactory<ShopDb>>()
            .ResolveAsync(async (context, databases) =>
            {
                await using ShopDb db = await databases.CreateDbContextAsync(context.CancellationToken);
                return await db.Customers.OrderBy(customer => customer.Id).Take(context.GetArgument<int>("first")).ToListAsync(context.CancellationToken);
            });

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrderType>>>, IEnumerable<Order>>("orders")
            .Argument<int>("first", false, argument => argument.DefaultValue = 100)
            .Resolve()
            .WithService<IDbContextFactory<ShopDb>>()
            .ResolveAsync(async (context, databases) =>
            {
                await using ShopDb db = await databases.CreateDbContextAsync(context.CancellationToken);
                return await db.Orders.OrderBy(order => order.Id).Take(context.GetArgument<int>("first")).ToListAsync(context.CancellationToken);
            });
    }
}
