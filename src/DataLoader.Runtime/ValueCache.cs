using DataLoader.Events;
using DataLoader.Threading;
using DataLoader.ValueCaching;

namespace DataLoader;

/// <summary>
/// The value cache of one loader: a store, and what keeps the loader working when the store does not. Make one for each loader of the process, keep it, and
/// set it as <see cref="BatchLoaderOptions{TKey, TValue}.ValueCache"/>. Safe to use from any thread.
/// </summary>
/// <typeparam name="TKey">What identifies a value: the loader's key, or its cache key where it has one.</typeparam>
/// <typeparam name="TValue">What the loader loads. A value may be stored after its callers have it: nobody must change it.</typeparam>
public sealed class ValueCache<TKey, TValue>
    where TKey : notnull
{
    private readonly IValueCache<TKey, TValue> _store;
    private readonly ValueCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly Breaker _breaker;
    private string? _loader;
    private int _pendingFills;

    /// <summary>Makes a value cache.</summary>
    /// <param name="store">Where the values are.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    public ValueCache(IValueCache<TKey, TValue> store, ValueCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new();
        _time = _options.Time ?? TimeProvider.System;
        _breaker = new(_options.FailuresToOpen, _options.OpenFor, _time);
    }

    /// <summary>Notes whose values the cache holds.</summary>
    /// <exception cref="ArgumentException">Those of another loader.</exception>
    internal void BelongTo(string loader)
    {
        string owner = Interlocked.CompareExchange(ref _loader, loader, null) ?? loader;
        if (owner != loader)
        {
            throw new ArgumentException(
                $"{loader}: its value cache is that of {owner}, and would give one loader's values to the other. Make a ValueCache and a store for each loader.");
        }
    }

    /// <summary>Looks keys up.</summary>
    /// <returns>An entry for each key; null when the cache was not asked, or gave no answer in time.</returns>
    internal async ValueTask<CacheEntry<TValue>[]?> LookUpAsync(IReadOnlyList<TKey> keys)
    {
        if (!_breaker.MayTry())
            return null;

        using var timeout = new CancellationTokenSource(_options.LookUpTimeout, _time);
        try
        {
            IReadOnlyList<CacheEntry<TValue>> answer = await WithinAsync(_store.GetManyAsync(keys, timeout.Token), timeout.Token).ConfigureAwait(false);
            if (answer.Count != keys.Count)
                throw new InvalidOperationException($"The value cache has {answer.Count} entries for {keys.Count} keys.");
            CacheEntry<TValue>[] entries = answer as CacheEntry<TValue>[] ?? [.. answer];
            _breaker.Succeeded();
            return entries;
        }
        catch (Exception error)
        {
            // Whatever it is: a cache that fails is a cache that has nothing (row V3).
            if (_breaker.Failed())
                LoaderEvents.Log.ValueCacheLeftAlone(_loader ?? "", error.GetType().Name);
            return null;
        }
    }

    /// <summary>Stores what a batch method has brought, unless too much is on its way already.</summary>
    /// <returns>A task that does not fail, for who waits for it.</returns>
    internal Task FillAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills)
    {
        if (Interlocked.Increment(ref _pendingFills) > _options.MaxPendingFills)
        {
            Interlocked.Decrement(ref _pendingFills);
            return Task.CompletedTask;
        }

        // On the pool, in a clean context: neither the callers nor their ambient state have to do with it.
        var stored = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static it => _ = it.Cache.StoreAsync(it.Fills, it.Stored), (Cache: this, Fills: fills, Stored: stored), preferLocal: false);
        return _options.WaitForFills ? stored.Task : Task.CompletedTask;
    }

    /// <summary>Tells the store to forget keys.</summary>
    /// <exception cref="ValueCacheException">It could not be told.</exception>
    internal async ValueTask InvalidateAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        try
        {
            await _store.RemoveManyAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new ValueCacheException(
                $"{_loader}: the value cache could not be told to forget {keys.Count} keys. What it has of them may be served until its time is over; " +
                "invalidate them again.",
                error);
        }
    }

    // An answer that comes too late may be an error, which nobody is left to look at.
    private static ValueTask<T> WithinAsync<T>(ValueTask<T> answer, CancellationToken timeout)
    {
        if (answer.IsCompleted)
            return answer;
        Task<T> pending = answer.AsTask();
        Faults.Observe(pending);
        return new(pending.WaitAsync(timeout));
    }

    private async Task StoreAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, TaskCompletionSource stored)
    {
        try
        {
            await _store.SetManyAsync(fills, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Not stored: the next batch asks again (row V3).
        }
        finally
        {
            Interlocked.Decrement(ref _pendingFills);
            stored.SetResult();
        }
    }
}
