using GraphQL;
using GraphQL.MicrosoftDI;
using GraphQL.Types;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>Somebody who buys.</summary>
public sealed class CustomerType : ObjectGraphType<Customer>
{
    public CustomerType()
    {
        Name = "Customer";
        Field(customer => customer.Id);
        Field(customer => customer.Name);

        Field<CustomerType, Customer>("bestFriend")
            .Resolve()
            .WithService<CustomerByIdLoader>()
            .ResolveAsync((context, customers) => context.Source.BestFriendId is { } id ? customers.LoadAsync(id) : Task.FromResult<Customer?>(null));

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerType>>>, IEnumerable<Customer>>("friends")
            .Argument<int>("first", false, argument => argument.DefaultValue = 100)
            .Resolve()
            .WithService<FriendsByCustomerLoader>()
            .ResolveAsync(async (context, friends) => await friends.LoadAsync(context.Source.Id, context.GetArgument<int>("first")));

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrderType>>>, IEnumerable<Order>>("orders")
            .Resolve()
            .WithService<OrdersByCustomerLoader>()
            .ResolveAsync(async (context, orders) => await orders.LoadAsync(context.Source.Id));
    }
}
