using GraphQL;
using GraphQL.MicrosoftDI;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Api;
using ShopGraphQL.Data;
using ShopGraphQL.Loaders;

namespace ShopGraphQL.Types;

/// <summary>What can be changed. The fields of one request run one after the other, each with all that is asked below it.</summary>
public sealed class ShopMutation : ObjectGraphType
{
    public ShopMutation()
    {
        Name = "Mutation";

        Field<ProductType, Product>("renameProduct")
            .Argument<int>("id")
            .Argument<string>("name")
            .Resolve()
            .WithService<IDbContextFactory<ShopDb>>()
            .WithService<ProductByIdLoader>()
            .ResolveAsync(async (context, databases, products) =>
            {
                int id = context.GetArgument<int>("id");
                string name = context.GetArgument<string>("name");
                await using ShopDb db = await databases.CreateDbContextAsync(context.CancellationToken);
                await db.Products.Where(product => product.Id == id).ExecuteUpdateAsync(set => set.SetProperty(product => product.Name, name), context.CancellationToken);
                return await products.LoadAsync(id);
            });

        Field<ReviewType, Review>("addReview")
            .Argument<int>("product")
            .Argument<int>("stars")
            .Argument<string>("text")
            .Resolve()
            .WithService<IDbContextFactory<ShopDb>>()
            .WithService<CurrentCustomer>()
            .WithService<ReviewStream>()
            .ResolveAsync(async (context, databases, current, stream) =>
            {
                var review = new Review(0, context.GetArgument<int>("product"), current.Id, context.GetArgument<int>("stars"), context.GetArgument<string>("text"));
                await using ShopDb db = await databases.CreateDbContextAsync(context.CancellationToken);
                db.Reviews.Add(review);
                await db.SaveChangesAsync(context.CancellationToken);
                stream.Publish(review);
                return review;
            });
    }
}
