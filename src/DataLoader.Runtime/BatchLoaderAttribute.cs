namespace DataLoader;

/// <summary>
/// Marks a static batch method, <c>async Task&lt;IReadOnlyList&lt;V&gt;&gt; BatchX(IReadOnlyList&lt;K&gt; keys, …)</c>, for which the
/// generator emits a strongly typed loader <c>XLoader</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BatchLoaderAttribute : Attribute
{
    /// <summary>Names the loader after the method: <c>BatchUserById</c> becomes <c>UserByIdLoader</c>.</summary>
    public BatchLoaderAttribute()
    {
    }

    /// <summary>Gives the loader a name of its own.</summary>
    /// <param name="name">The name of the generated class, a C# identifier.</param>
    public BatchLoaderAttribute(string name) => Name = name;

    /// <summary>The name of the generated class, or null to derive it from the method.</summary>
    public string? Name { get; }

    /// <summary>The most keys one call of the batch method receives, 1 or more. 1 means no batching. Unlimited by default.</summary>
    public int MaxBatchSize { get; set; } = int.MaxValue;

    /// <summary>How many batches of one loader may run at the same time, 1 or more. Unlimited by default. Another loader has a limit of its own, so that 1 does not keep two loaders apart that share a connection.</summary>
    public int MaxConcurrentBatches { get; set; } = int.MaxValue;

    /// <summary>Whether the loader remembers what it loaded. True by default.</summary>
    public bool Cache { get; set; } = true;

    /// <summary>
    /// The name of a static method <c>TCacheKey M(TKey)</c> in the same type, whose result identifies a key for deduplication and caching.
    /// The batch method still receives the first original key.
    /// </summary>
    public string? CacheKey { get; set; }

    /// <summary>
    /// The name of a static property or field in the same type, an <see cref="IEqualityComparer{T}"/> of the keys, or of the cache keys where there are
    /// any: keys that it calls equal are loaded once. It is read once for each loader that is made, and used by many threads at once.
    /// </summary>
    public string? KeyComparer { get; set; }

    /// <summary>
    /// The name of a property or field of the value, or of a static method <c>TKey M(TValue)</c> in the same type, that tells which key a value
    /// belongs to. With it the loader proves that each value reaches its own key.
    /// </summary>
    public string? KeyOf { get; set; }

    /// <summary>How the values of a list stand to the keys. <see cref="ResultOrder.SameAsKeys"/> by default.</summary>
    public ResultOrder Order { get; set; }

    /// <summary>
    /// What becomes of values for keys that nobody asked for. <see cref="SurplusKeys.FailIfMissing"/> by default; set
    /// <see cref="SurplusKeys.Ignore"/> on a method that returns more than it is asked for on purpose.
    /// </summary>
    public SurplusKeys Surplus { get; set; }

    /// <summary>Where the services of the batch method come from. <see cref="BatchServiceScope.LoaderScope"/> by default.</summary>
    public BatchServiceScope ServiceScope { get; set; }

    /// <summary>
    /// Whose keys one call may hold. <see cref="BatchSharing.Request"/> by default. With <see cref="BatchSharing.Process"/> the limits count for all
    /// requests of a partition, 4 batches at a time if nothing is set, and services come from a scope of the call.
    /// </summary>
    public BatchSharing Sharing { get; set; }
}
