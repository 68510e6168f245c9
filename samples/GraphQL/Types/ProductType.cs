using GraphQL.MicrosoftDI;
using GraphQL.Types;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>Something to buy.</summary>
public sealed class ProductType : ObjectGraphType<Product>
{
    public ProductType()
    {
        Name = "Product";
        Field(product => product.Id);
        Field(product => product.Name);
        Field(product => product.PriceCents);

        Field<SupplierType, Supplier>("supplier")
            .Resolve()
            .WithService<SupplierByIdLoader>()
            .ResolveAsync((context, suppliers) => suppliers.LoadAsync(context.Source.SupplierId)!);

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ReviewType>>>, IEnumerable<Review>>("reviews")
            .Resolve()
            .WithService<ReviewsByProductLoader>()
            .ResolveAsync(async (context, reviews) => await reviews.LoadAsync(context.Source.Id));
    }
}
