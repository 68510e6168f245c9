using GraphQL.MicrosoftDI;
using GraphQL.Types;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>One product of an order.</summary>
public sealed class OrderLineType : ObjectGraphType<OrderLine>
{
    public OrderLineType()
    {
        Name = "OrderLine";
        Field(line => line.Number);
        Field(line => line.Quantity);

        Field<ProductType, Product>("product")
            .Resolve()
            .WithService<ProductByIdLoader>()
            .ResolveAsync((context, products) => products.LoadAsync(context.Source.ProductId)!);
    }
}
