using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Families;
using DataLoader.Loading;

namespace DataLoader;

/// <summary>
/// Loads values by key and argument: a filter, a page, a tenant. Loads with equal arguments share batches and answers, others never meet, and the keys of
/// all arguments that are asked for in one moment leave together. One family serves one request. Every member is safe to call from any thread.
/// </summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TArgument">
/// What a batch is asked for with. It needs value equality, and must not change once it was given. Null is an argument like any other.
/// </typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class BatchLoaderFamily<TKey, TArgument, TValue>
    where TKey : notnull
{
    private readonly BatchLoaderOptions<TKey, TValue>? _options;
    private readonly IEqualityComparer<TKey>? _keyComparer;
    private FamilyMembers<TKey, TArgument, TValue> _members;

    /// <summary>Makes a family.</summary>
    /// <param name="definition">What all families of this kind have in common. Its limit of batches at a time holds for all arguments together.</param>
    /// <param name="scope">The request this family belongs to; null gives it a scope of its own.</param>
    /// <param name="options">Settings that override the definition and the comparer.</param>
    /// <param name="keyComparer">Tells which keys are the same; null means the default comparer.</param>
    /// <exception cref="ArgumentException">The options hold a cache of the user's own, which could not tell one argument's values from another's.</exception>
    protected BatchLoaderFamily(
        BatchLoaderDefinition definition,
        LoaderScope? scope = null,
        BatchLoaderOptions<TKey, TValue>? options = null,
        IEqualityComparer<TKey>? keyComparer = null)
        : this(BatchLoaderOptions<TKey, TValue>.Settings(definition, options), scope, options?.NotForArguments)
    {
        _options = options;
        _keyComparer = keyComparer;
    }

    private protected BatchLoaderFamily(LoaderSettings settings, LoaderScope? scope, string? notForArguments)
    {
        if (notForArguments is not null)
        {
            throw new ArgumentException(
                $"{settings.Name}: {notForArguments} cannot be set for a loader with arguments: its keys do not tell the values of one argument from those of another.");
        }

        Settings = settings with { Family = new FamilyState(settings.MaxConcurrentBatches) };
        Scope = scope ?? new LoaderScope();
    }

    /// <summary>The family's name, for messages and telemetry.</summary>
    public string Name => Settings.Name;

    private protected LoaderSettings Settings { get; }

    private protected LoaderScope Scope { get; }

    /// <summary>The loader of one argument: the same for equal arguments. Keep it where many keys are loaded with one argument.</summary>
    /// <param name="argument">The argument; null is one like any other.</param>
    /// <returns>The loader, which shares its batches and answers with no other argument.</returns>
    public BatchLoader<TKey, TValue> With(TArgument argument)
    {
        int hash = FamilyMembers<TKey, TArgument, TValue>.HashOf(argument);
        return _members.Find(argument, hash) ?? Add(argument, hash);
    }

    /// <summary>Loads the value of one key with one argument.</summary>
    /// <param name="key">The key.</param>
    /// <param name="argument">The argument.</param>
    /// <returns>A task for the value: the same one for the same key and argument, until it is cleared or its batch fails.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this family has been disposed.</exception>
    public Task<TValue> LoadAsync(TKey key, TArgument argument) => With(argument).LoadAsync(key);

    /// <summary>Loads the value of one key with one argument, for a caller who may leave.</summary>
    /// <param name="key">The key.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">This caller's token, as for <see cref="BatchLoader{TKey, TValue}.LoadAsync(TKey, CancellationToken)"/>.</param>
    /// <returns>A task for the value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this family has been disposed.</exception>
    public Task<TValue> LoadAsync(TKey key, TArgument argument, CancellationToken cancellationToken)
        => With(argument).LoadAsync(key, cancellationToken);

    /// <summary>Loads many keys with one argument. The first error of any of them fails the whole.</summary>
    /// <param name="keys">The keys; repeated ones give repeated values.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">This caller's token.</param>
    /// <returns>A task for the values, in the order of the keys.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this family has been disposed.</exception>
    public Task<IReadOnlyList<TValue>> LoadManyAsync(IEnumerable<TKey> keys, TArgument argument, CancellationToken cancellationToken = default)
        => With(argument).LoadManyAsync(keys, cancellationToken);

    /// <summary>Loads many keys with one argument, each of which has a value or an error.</summary>
    /// <param name="keys">The keys; repeated ones give repeated results.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">This caller's token.</param>
    /// <returns>A task for the results, in the order of the keys.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of this family has been disposed.</exception>
    public Task<IReadOnlyList<LoadResult<TValue>>> LoadManySettledAsync(
        IEnumerable<TKey> keys, TArgument argument, CancellationToken cancellationToken = default)
        => With(argument).LoadManySettledAsync(keys, cancellationToken);

    /// <summary>Forgets one key under all arguments. Loads that wait for it are still served. <c>With(argument).Clear(key)</c> forgets it under one.</summary>
    /// <param name="key">The key.</param>
    /// <returns>This family.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public BatchLoaderFamily<TKey, TArgument, TValue> Clear(TKey key)
    {
        if (key is null)
            throw new ArgumentNullException(nameof(key));
        foreach (BatchLoader<TKey, TValue> member in _members.ToArray())
            member.Clear(key);
        return this;
    }

    /// <summary>Forgets all keys under all arguments. Loads that wait are still served.</summary>
    /// <returns>This family.</returns>
    public BatchLoaderFamily<TKey, TArgument, TValue> ClearAll()
    {
        foreach (BatchLoader<TKey, TValue> member in _members.ToArray())
            member.ClearAll();
        return this;
    }

    /// <summary>Loads one batch: calls the backend with the batch's keys and their argument and puts the outcome into the batch.</summary>
    /// <param name="argument">What all keys of the batch were asked for with.</param>
    /// <param name="batch">The keys to load, and the place for what came back.</param>
    /// <returns>A task that is done when the outcome is there; if it fails, the whole batch fails with its exception.</returns>
    protected abstract Task LoadBatchAsync(TArgument argument, Batch<TKey, TValue> batch);

    /// <summary>Makes what stands behind the loader of an argument.</summary>
    internal virtual LoaderCore<TKey, TValue> MakeCore(BatchLoader<TKey, TValue> member)
        => BatchLoader<TKey, TValue>.MakeCore(member, Settings, Scope, _options, _keyComparer);

    /// <summary>Calls the batch method for the loader of an argument.</summary>
    internal Task CallBatchMethod(TArgument argument, Batch<TKey, TValue> batch) => LoadBatchAsync(argument, batch);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FamilyMember<TKey, TArgument, TValue> Add(TArgument argument, int hash)
    {
        var mine = new FamilyMember<TKey, TArgument, TValue>(this, argument, hash);
        FamilyMember<TKey, TArgument, TValue> member = _members.GetOrAdd(mine);
        if (ReferenceEquals(member, mine))
            Settings.Family?.NoteArgument();
        return member;
    }
}
