using DataLoader;
using DataLoader.GraphQL;
using GraphQL.DI;
using GraphQL.Instrumentation;
using Microsoft.Extensions.DependencyInjection;
using ServiceLifetime = GraphQL.DI.ServiceLifetime;

namespace GraphQL;

/// <summary>Brings batch loaders into a GraphQL.NET server.</summary>
public static class BatchLoaderGraphQLBuilderExtensions
{
    /// <summary>
    /// Lets the fields of an operation share batches: each loader sends one batch for each level, whatever the execution strategy. Resolvers return
    /// plain tasks. Each operation, and each event of a subscription, has a <see cref="LoaderScope"/> of its own, which ends with the operation's
    /// cancellation; between the fields of a mutation the loaders forget what they know.
    /// </summary>
    /// <remarks>
    /// The loaders themselves are registered by the generated <c>services.AddBatchLoaders()</c>, before or after. Take them from the operation's
    /// <c>RequestServices</c>; a resolver with a service scope of its own, <c>WithScope()</c>, has loaders of its own, which batch with nobody's.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddGraphQL</c> gives.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">There is no builder.</exception>
    public static IGraphQLBuilder AddBatchLoaders(this IGraphQLBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryRegister(static provider => LoaderScope.Of(provider), ServiceLifetime.Scoped);
        builder.Services.TryRegister(static _ => new OperationSlot(), ServiceLifetime.Scoped);
        builder.Services.TryRegister(static provider => new OperationServices(provider), ServiceLifetime.Singleton);
        builder.ConfigureExecution(static provider => provider.GetRequiredService<OperationServices>());
        return builder.ConfigureSchema(static schema => schema.FieldMiddleware.Use(LoadingFields.Instance));
    }
}
