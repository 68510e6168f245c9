using GraphQL.MicrosoftDI;
using GraphQL.Types;
using ShopGraphQL.Api;
using ShopGraphQL.Data;

namespace ShopGraphQL.Types;

/// <summary>What can be watched.</summary>
public sealed class ShopSubscription : ObjectGraphType
{
    public ShopSubscription()
    {
        Name = "Subscription";

        Field<NonNullGraphType<ReviewType>, Review>("reviewAdded")
            .ResolveStream(context => ((IServiceProvider)context.RequestServices!).GetRequiredService<ReviewStream>());
    }
}
