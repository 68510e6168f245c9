using System.Runtime.CompilerServices;
using DataLoader.Callers;

namespace DataLoader;

/// <summary>Loads of what belongs to each element of a list, such as the author of each book.</summary>
/// <remarks>Every member is safe to call from any thread.</remarks>
public static class ParentLoads
{
    /// <summary>Loads a value for each parent, all in one batch, and gives each beside its parent.</summary>
    /// <typeparam name="TParent">What the values belong to.</typeparam>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="loader">The loader.</param>
    /// <param name="parents">The parents, read once. No parents give an empty list and schedule nothing.</param>
    /// <param name="keyOf">Tells the key of a parent; called once for each, before this method returns.</param>
    /// <param name="cancellationToken">This caller's token.</param>
    /// <returns>
    /// The parents with their values, in the order of the parents. It fails as <see cref="IBatchLoader{TKey, TValue}.LoadManyAsync"/> does: with the error of the
    /// first failing key by position.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument or a key is null; nothing was enqueued.</exception>
    /// <exception cref="ObjectDisposedException">The scope of the loader has been disposed.</exception>
    public static Task<IReadOnlyList<(TParent Parent, TValue Value)>> LoadManyAsync<TParent, TKey, TValue>(
        this IBatchLoader<TKey, TValue> loader, IEnumerable<TParent> parents, Func<TParent, TKey> keyOf, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(parents);
        ArgumentNullException.ThrowIfNull(keyOf);
        TParent[] all = [.. parents];
        return PairAsync(all, loader.LoadManyAsync(Array.ConvertAll(all, parent => keyOf(parent)), cancellationToken));
    }

    [AsyncMethodBuilder(typeof(ManyLoadsBuilder<>))]
    [RuntimeAsyncMethodGeneration(false)] // The runtime knows no builders: the end of a scope would be an unobserved error.
    private static async Task<IReadOnlyList<(TParent Parent, TValue Value)>> PairAsync<TParent, TValue>(
        TParent[] parents, Task<IReadOnlyList<TValue>> load)
    {
        IReadOnlyList<TValue> values = await load.ConfigureAwait(false);
        var pairs = new (TParent, TValue)[parents.Length];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = (parents[i], values[i]);
        return pairs;
    }
}
