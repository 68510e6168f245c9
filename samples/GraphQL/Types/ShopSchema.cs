using GraphQL.Types;

namespace ShopGraphQL.Types;

/// <summary>The shop, as GraphQL sees it.</summary>
public sealed class ShopSchema : Schema
{
    public ShopSchema(IServiceProvider services)
        : base(services)
    {
        Query = services.GetRequiredService<ShopQuery>();
        Mutation = services.GetRequiredService<ShopMutation>();
        Subscription = services.GetRequiredService<ShopSubscription>();
    }
}
