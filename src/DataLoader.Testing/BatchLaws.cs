using System.Diagnostics.CodeAnalysis;
using DataLoader.Testing.Laws;

namespace DataLoader.Testing;

/// <summary>
/// Checks that a batch method treats every key as if it were alone, by asking for the same keys in many ways: in other orders, in parts, one by one, without
/// one of them, with one that nobody knows.
/// </summary>
public static class BatchLaws
{
    private const string ComparesByReflection = "Values are compared by their public properties, unless BatchLawsOptions.Comparer compares them.";

    /// <summary>
    /// Checks the batch method of a loader against a real backend: a few dozen batches for a few keys. What the loader remembers is forgotten.
    /// </summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="loader">The loader, with its services; of a loader with arguments, <c>loader.With(argument)</c>. Nobody else may use it meanwhile.</param>
    /// <param name="keys">
    /// Keys that have values: at least two, not sorted, from all that the backend tells apart (tenants, cases, sizes); more than a page of the backend, if it
    /// has pages.
    /// </param>
    /// <param name="options">Settings.</param>
    /// <returns>A task that fails when a law is broken.</returns>
    /// <exception cref="BatchLawException">(In the task.) A law is broken. The message has the law, the smallest keys that break it, and what to change.</exception>
    /// <exception cref="ArgumentException">There are fewer than two keys.</exception>
    [RequiresUnreferencedCode(ComparesByReflection)]
    public static Task CheckAsync<TKey, TValue>(
        BatchLoader<TKey, TValue> loader, IReadOnlyList<TKey> keys, BatchLawsOptions<TKey, TValue>? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(keys);
        TKey[] all = [.. keys.Distinct()];
        if (all.Length < 2)
            throw new ArgumentException("The laws are about several keys: give two at least, better ten.", nameof(keys));
        options ??= new();
        return new LawCheck<TKey, TValue>(loader, all, options, options.Comparer ?? new StructuralComparer<TValue>()).RunAsync();
    }
}
