using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>A batch with keys that only lists have asked for: it knows their values, or will.</summary>
internal interface IBareBatch<TValue>
{
    /// <summary>The index of its first key.</summary>
    int Offset { get; }

    /// <summary>Gate held. Takes the promise of a key, which it completes at once if its outcome is there.</summary>
    /// <param name="index">Where the key stands in the table.</param>
    /// <param name="promise">The promise: its task is made here, or it is completed.</param>
    void Give(int index, ref AsyncTaskMethodBuilder<TValue> promise);
}
