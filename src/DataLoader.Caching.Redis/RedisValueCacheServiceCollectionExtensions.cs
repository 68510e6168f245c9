using DataLoader;
using DataLoader.Caching.Redis;
using Microsoft.Extensions.Caching.Hybrid;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers value caches in Redis.</summary>
public static class RedisValueCacheServiceCollectionExtensions
{
    /// <summary>
    /// Gives a generated loader a value cache in Redis: <c>services.AddRedisValueCache&lt;UserByIdLoader.Options, int, User&gt;(…)</c>. The connection, an
    /// <see cref="IConnectionMultiplexer"/>, and <see cref="ValueCacheOptions"/>, if there are any, come from the container.
    /// </summary>
    /// <typeparam name="TOptions">The <c>Options</c> of the loader.</typeparam>
    /// <typeparam name="TKey">The loader's key, or its cache key where it has one.</typeparam>
    /// <typeparam name="TValue">What the loader loads.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serializer">Turns values into bytes and back.</param>
    /// <param name="configure">Sets how long values stay, and under which keys.</param>
    /// <param name="loaderOptions">The loader's other settings, if it has any.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">The loader's options are registered already: pass them here instead.</exception>
    public static IServiceCollection AddRedisValueCache<TOptions, TKey, TValue>(
        this IServiceCollection services,
        IHybridCacheSerializer<TValue> serializer,
        Action<RedisValueCacheOptions<TKey>>? configure = null,
        TOptions? loaderOptions = null)
        where TOptions : BatchLoaderOptions<TKey, TValue>, new()
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(serializer);
        Type type = typeof(TOptions);
        string loader = (type.DeclaringType ?? type).FullName ?? type.Name;
        if (services.Any(service => service.ServiceType == type))
            throw new InvalidOperationException($"{loader}: its options are registered already. Pass them to AddRedisValueCache as loaderOptions instead.");

        RedisValueCacheOptions<TKey> options = new();
        configure?.Invoke(options);

        // Says at start-up what is wrong with the keys.
        _ = new KeyTexts<TKey>(loader, options);
        return services.AddSingleton(provider =>
        {
            TOptions own = loaderOptions ?? new();
            var store = new RedisValueCache<TKey, TValue>(provider.GetRequiredService<IConnectionMultiplexer>(), loader, serializer, options);
            own.ValueCache = new(store, provider.GetService<ValueCacheOptions>());
            return own;
        });
    }
}
