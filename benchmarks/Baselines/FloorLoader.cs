using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Baselines;

/// <summary>
/// The floor: what any loader that returns a distinct, remembered task for each key has to pay with the parts of the framework. One promise for
/// each key, in a dictionary of unknown size. No lock, no dispatch, no batch function, no errors: it could not be used.
/// </summary>
public sealed class FloorLoader<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, AsyncTaskMethodBuilder<TValue>> _promises = [];

    public Task<TValue> LoadAsync(TKey key)
    {
        ref AsyncTaskMethodBuilder<TValue> promise = ref CollectionsMarshal.GetValueRefOrAddDefault(_promises, key, out _);
        return promise.Task;
    }

    public void Complete(IReadOnlyList<TValue> values)
    {
        int i = 0;
        foreach (AsyncTaskMethodBuilder<TValue> promise in _promises.Values)
            promise.SetResult(values[i++]);
    }
}
