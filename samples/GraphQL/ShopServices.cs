using DataLoader;
using GraphQL;
using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Api;
using ShopGraphQL.Data;
using ShopGraphQL.Types;

namespace ShopGraphQL;

/// <summary>What the shop is made of.</summary>
public static class ShopServices
{
    public static IServiceCollection AddShop(this IServiceCollection services)
    {
        services.AddShopData();
        return services.AddGraphQL(graphql => graphql
            .AddSchema<ShopSchema>()
            .AddGraphTypes()
            .AddSystemTextJson()
            .AddBatchLoaders());
    }

    /// <summary>What the resolvers take, without an executor.</summary>
    public static IServiceCollection AddShopData(this IServiceCollection services)
    {
        services.AddSingleton<StatementCounter>();
        services.AddPooledDbContextFactory<ShopDb>((provider, options) =>
        {
            Database.Configure(options, provider.GetRequiredService<IConfiguration>());
            options.AddInterceptors(provider.GetRequiredService<StatementCounter>());
        });

        // Generated: every loader of this project.
        services.AddBatchLoaders();

        services.AddHttpContextAccessor();
        services.AddScoped<CurrentCustomer>();
        return services.AddSingleton<ReviewStream>();
    }
}
