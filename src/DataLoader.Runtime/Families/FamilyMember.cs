using DataLoader.Batches;
using DataLoader.Loading;

namespace DataLoader.Families;

/// <summary>The loader of one argument. It is its own place in the family's table, so that an argument costs no object besides.</summary>
internal sealed class FamilyMember<TKey, TArgument, TValue>(BatchLoaderFamily<TKey, TArgument, TValue> family, TArgument argument, int hash)
    : BatchLoader<TKey, TValue>(MakeCore), IBatchMethod<TKey, TValue>
    where TKey : notnull
{
    // Fields have their values before the base class makes the core: initializers run first.
    private readonly BatchLoaderFamily<TKey, TArgument, TValue> _family = family;

    public TArgument Argument { get; } = argument;

    public int Hash { get; } = hash;

    object IBatchMethod<TKey, TValue>.Loader => _family;

    object? IBatchMethod<TKey, TValue>.Argument => Argument;

    /// <summary>The next loader of the same bucket. Written under the family's gate.</summary>
    public FamilyMember<TKey, TArgument, TValue>? Next { get; set; }

    protected override Task LoadBatchAsync(Batch<TKey, TValue> batch) => _family.CallBatchMethod(Argument, batch);

    private static LoaderCore<TKey, TValue> MakeCore(BatchLoader<TKey, TValue> loader)
        => ((FamilyMember<TKey, TArgument, TValue>)loader)._family.MakeCore(loader);
}
