using GraphQL.MicrosoftDI;
using GraphQL.Types;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>What a customer bought at once.</summary>
public sealed class OrderType : ObjectGraphType<Order>
{
    public OrderType()
    {
        Name = "Order";
        Field(order => order.Id);
        Field(order => order.PlacedOn);

        Field<CustomerType, Customer>("customer")
            .Resolve()
            .WithService<CustomerByIdLoader>()
            .ResolveAsync((context, customers) => customers.LoadAsync(context.Source.CustomerId));

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrderLineType>>>, IEnumerable<OrderLine>>("lines")
            .Resolve()
            .WithService<LinesByOrderLoader>()
            .ResolveAsync(async (context, lines) => await lines.LoadAsync(context.Source.Id));
    }
}
