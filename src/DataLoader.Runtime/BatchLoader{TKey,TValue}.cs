using System.ComponentModel;
using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Callers;
using DataLoader.Dispatch;
using DataLoader.Loading;
using DataLoader.Threading;
using DataLoader.ValueCaching;

namespace DataLoader;

/// <summary>
/// Loads values by key: loads of one moment are answered by one call of the batch method, and each answer is remembered. One loader serves one
/// request. Every member is safe to call from any thread.
/// </summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class BatchLoader<TKey, TValue> : IBatchLoader<TKey, TValue>, IBatchMethod<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Makes a loader.</summary>
    /// <param name="definition">What all loaders of this kind have in common.</param>
    /// <param name="scope">The request this loader belongs to; null gives it a scope of its own.</param>
    /// <param name="options">Settings that override the definition and the comparer.</param>
    /// <param name="keyComparer">Tells which keys are the same; null means the default comparer.</param>
    /// <exception cref="ArgumentException">The options hold both a comparer and a cache of the user's own.</exception>
    protected BatchLoader(
        BatchLoaderDefinition definition,
        LoaderScope? scope = null,
        BatchLoaderOptions<TKey, TValue>? options = null,
        IEqualityComparer<TKey>? keyComparer = null)
        => Core = MakeCore(this, BatchLoaderOptions<TKey, TValue>.Settings(definition, options), scope, options, keyComparer);

    /// <summary>For a derived class that makes its own core.</summary>
    private protected BatchLoader(Func<BatchLoader<TKey, TValue>, LoaderCore<TKey, TValue>> makeCore) => Core = makeCore(this);

    internal LoaderCore<TKey, TValue> Core { get; }

    /// <summary>The loader's name, for messages and telemetry.</summary>
    public string Name => Core.Settings.Name;

    /// <summary>Tells which key a value belongs to, where that is known: values from a value cache are proved with it. A generated loader with KeyOf has it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual IKeyOf<TKey, TValue>? KeyProof => null;

    /// <summary>
    /// Loads the value of one key. The same key gives the same task, pending or done, until it is cleared or its batch fails.
    /// The batch method never runs inside this call with the built-in schedulers.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>A task for the value. It fails with what the batch failed with, unwrapped.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this loader has been disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Task<TValue> LoadAsync(TKey key)
    {
        ThrowIfNull(key);
        return Core.Load(key, canCancel: false);
    }

    /// <summary>
    /// Loads the value of one key for a caller who may leave. When the token fires this caller's task is cancelled at once; the load, its
    /// other callers and the cache are not harmed. When all callers of a batch have left, the batch's own token fires.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">This caller's token. When it has fired already, nothing is enqueued.</param>
    /// <returns>A task for the value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this loader has been disposed.</exception>
    public Task<TValue> LoadAsync(TKey key, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return LoadAsync(key);

        ThrowIfNull(key);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TValue>(cancellationToken);
        return CancellableLoad.OfOne(Core, Core.Load(key, canCancel: true), cancellationToken);
    }

    /// <summary>
    /// Loads many keys in one batch, without waiting for anybody else. Fails with the error of the first failing key by position.
    /// </summary>
    /// <param name="keys">The keys, read once. No keys give an empty list and schedule nothing.</param>
    /// <param name="cancellationToken">This caller's token.</param>
    /// <returns>The values in the order of the keys; a key asked for twice is loaded once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this loader has been disposed.</exception>
    public Task<IReadOnlyList<TValue>> LoadManyAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
        => LoadMany(keys, ManyLoads.GatherAsync, cancellationToken);

    /// <summary>Like <see cref="LoadManyAsync"/>, but never fails for a key: each slot holds its value or its error.</summary>
    /// <param name="keys">The keys, read once.</param>
    /// <param name="cancellationToken">This caller's token, the only thing that cancels the returned task as a whole.</param>
    /// <returns>One result for each key, in the order of the keys.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this loader has been disposed.</exception>
    public Task<IReadOnlyList<LoadResult<TValue>>> LoadManySettledAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
        => LoadMany(keys, ManyLoads.SettleAsync, cancellationToken);

    /// <summary>Forgets one key. Loads that wait for it are still served; the next load asks again.</summary>
    /// <param name="key">The key.</param>
    /// <returns>This loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public BatchLoader<TKey, TValue> Clear(TKey key)
    {
        ThrowIfNull(key);
        Core.Clear(key);
        return this;
    }

    /// <summary>Forgets all keys. Loads that wait are still served.</summary>
    /// <returns>This loader.</returns>
    public BatchLoader<TKey, TValue> ClearAll()
    {
        Core.ClearAll();
        return this;
    }

    /// <summary>Remembers a value without loading it. A key that is remembered or being loaded is left alone.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public BatchLoader<TKey, TValue> Prime(TKey key, TValue value)
    {
        ThrowIfNull(key);
        Core.Prime(key, Task.FromResult(value));
        return this;
    }

    /// <summary>
    /// Remembers a task, pending or done, as the answer for a key: <c>LoadAsync</c> returns this very task. One that ends without a value, failed or
    /// cancelled, is forgotten as a batch that fails is; <see cref="PrimeError"/> remembers an error.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The task of its value.</param>
    /// <returns>This loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> or <paramref name="value"/> is null.</exception>
    public BatchLoader<TKey, TValue> Prime(TKey key, Task<TValue> value)
    {
        ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (value.IsCompleted && !value.IsCompletedSuccessfully)
            Faults.Observe(value);
        else
            Core.Prime(key, value);
        return this;
    }

    /// <summary>Remembers an error for a key. An error that nobody loads is not an unobserved one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="error">What its loads fail with.</param>
    /// <returns>This loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> or <paramref name="error"/> is null.</exception>
    public BatchLoader<TKey, TValue> PrimeError(TKey key, Exception error)
    {
        ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(error);
        var task = Task.FromException<TValue>(error);
        Faults.Observe(task);
        Core.Prime(key, task);
        return this;
    }

    /// <summary>
    /// Forgets keys here and in the value cache, if there is one (<see cref="BatchLoaderOptions{TKey, TValue}.ValueCache"/>). Call it after the write has
    /// committed: once the task is done, no load of any process that starts later is answered from the cache with what was read before.
    /// </summary>
    /// <param name="keys">The keys, read once.</param>
    /// <param name="cancellationToken">A token.</param>
    /// <returns>A task that is done when the keys are forgotten.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null.</exception>
    /// <exception cref="ValueCacheException">
    /// (In the task.) The cache could not be told: an old value may be served until its time is over. This loader has forgotten the keys all the same.
    /// </exception>
    public ValueTask InvalidateAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        TKey[] all = CopyOf(keys);
        foreach (TKey key in all)
            Core.Clear(key);
        return all.Length > 0 && Core.Method is IInvalidates<TKey> cache ? InvalidateAsync(cache, all, cancellationToken) : default;
    }

    IBatchLoader<TKey, TValue> IBatchLoader<TKey, TValue>.Clear(TKey key) => Clear(key);

    IBatchLoader<TKey, TValue> IBatchLoader<TKey, TValue>.ClearAll() => ClearAll();

    IBatchLoader<TKey, TValue> IBatchLoader<TKey, TValue>.Prime(TKey key, TValue value) => Prime(key, value);

    IBatchLoader<TKey, TValue> IBatchLoader<TKey, TValue>.Prime(TKey key, Task<TValue> value) => Prime(key, value);

    IBatchLoader<TKey, TValue> IBatchLoader<TKey, TValue>.PrimeError(TKey key, Exception error) => PrimeError(key, error);

    /// <summary>Loads one batch: calls the backend with the batch's keys and puts the outcome into the batch.</summary>
    /// <param name="batch">The keys to load, and the place for what came back.</param>
    /// <returns>A task that is done when the outcome is there; if it fails, the whole batch fails with its exception.</returns>
    protected abstract Task LoadBatchAsync(Batch<TKey, TValue> batch);

    Task? IBatchMethod<TKey, TValue>.Call(Batch<TKey, TValue> batch) => LoadBatchAsync(batch);

    /// <summary>Makes what stands behind a loader whose keys are their own identity.</summary>
    internal static LoaderCore<TKey, TValue> MakeCore(
        IBatchMethod<TKey, TValue> method,
        LoaderSettings settings,
        LoaderScope? scope,
        BatchLoaderOptions<TKey, TValue>? options,
        IEqualityComparer<TKey>? keyComparer)
    {
        IEqualityComparer<TKey>? comparer = options?.KeyComparer ?? keyComparer;
        if (options?.ValueCache is { } cache)
            method = MethodBehind(method, cache, settings.Name, static key => key, comparer);
        if (!settings.Cache)
            return new UncachedCore<TKey, TValue>(method, settings, scope, comparer);
        return options?.CacheMap is { } map
            ? new UserCacheCore<TKey, TKey, TValue>(method, settings, scope, map, static key => key, comparer)
            : new PlainCore<TKey, TValue>(method, settings, scope, comparer);
    }

    // Not ArgumentNullException.ThrowIfNull, which would box a key of a value type.
    private static void ThrowIfNull(TKey key)
    {
        if (key is null)
            throw new ArgumentNullException(nameof(key));
    }

    private static TKey[] CopyOf(IEnumerable<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        TKey[] all = [.. keys];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] is null)
                throw new ArgumentNullException(nameof(keys), $"The key at index {i} is null.");
        }

        return all;
    }

    /// <summary>A batch method with a value cache before it.</summary>
    /// <exception cref="ArgumentException">The cache is another loader's, or there is a comparer.</exception>
    private protected static IBatchMethod<TKey, TValue> MethodBehind<TId>(
        IBatchMethod<TKey, TValue> method, ValueCache<TId, TValue> cache, string name, Func<TKey, TId> idOf, IEqualityComparer<TId>? comparer)
        where TId : notnull
    {
        if (comparer is not null)
        {
            throw new ArgumentException(
                $"{name}: a key comparer and a ValueCache cannot be set together: the cache knows a key by one spelling, and would not forget the others. " +
                "Set CacheKey to what all spellings have in common.");
        }

        cache.BelongTo(name);
        return new CachedMethod<TKey, TId, TValue>(method, cache, idOf, () => (method as BatchLoader<TKey, TValue>)?.KeyProof);
    }

    private async ValueTask InvalidateAsync(IInvalidates<TKey> cache, TKey[] keys, CancellationToken cancellationToken)
    {
        try
        {
            await cache.InvalidateAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Once more: until a moment ago a load may have found what the cache still had.
            foreach (TKey key in keys)
                Core.Clear(key);
        }
    }

    private Task<IReadOnlyList<TResult>> LoadMany<TResult>(
        IEnumerable<TKey> keys, Func<ListLoad<TValue>, Dispatcher, Task<IReadOnlyList<TResult>>> gather, CancellationToken cancellationToken)
    {
        TKey[] all = CopyOf(keys);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<IReadOnlyList<TResult>>(cancellationToken);

        ListLoad<TValue> load = Core.LoadMany(all, cancellationToken.CanBeCanceled);
        Task<IReadOnlyList<TResult>> gathered = gather(load, Core.Scope.Dispatcher);
        return cancellationToken.CanBeCanceled ? CancellableLoad.OfMany(Core, gathered, load, cancellationToken) : gathered;
    }
}
