using GraphQL.MicrosoftDI;
using GraphQL.Types;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>What a customer thinks of a product.</summary>
public sealed class ReviewType : ObjectGraphType<Review>
{
    public ReviewType()
    {
        Name = "Review";
        Field(review => review.Id);
        Field(review => review.Stars);
        Field(review => review.Text);

        Field<CustomerType, Customer>("author")
            .Resolve()
            .WithService<CustomerByIdLoader>()
            .ResolveAsync((context, customers) => customers.LoadAsync(context.Source.AuthorId));

        Field<ProductType, Product>("product")
            .Resolve()
            .WithService<ProductByIdLoader>()
            .ResolveAsync((context, products) => products.LoadAsync(context.Source.ProductId)!);
    }
}
