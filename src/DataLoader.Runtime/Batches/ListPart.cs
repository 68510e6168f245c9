using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>
/// Keys of one list that go into one batch, and that nobody has a task for: the caller of the list waits for this. It is completed right after the
/// promises of its batch, in the same frame.
/// </summary>
internal sealed class ListPart<TValue>(int from, int count, bool canLeave) : ICriticalNotifyCompletion
{
    private static readonly object Done = new();

    private object? _continuation;
    private BatchOutcome<TValue> _outcome;
    private int _served;

    /// <summary>Where the first key stands among the pending ones. Guarded by the loader's gate.</summary>
    public int From { get; } = from;

    /// <summary>How many keys there are. Guarded by the loader's gate until the part has its batch.</summary>
    public int Count { get; private set; } = count;

    /// <summary>The keys of the list that went into the next batch; they follow in its order.</summary>
    public ListPart<TValue>? Next { get; private set; }

    /// <summary>The part of another list whose keys follow: among the pending ones, later in the batch. Guarded by the loader's gate until the part has its batch.</summary>
    public ListPart<TValue>? Following { get; set; }

    /// <summary>Of the first one that follows no other: the last one behind it. Guarded like that.</summary>
    public ListPart<TValue> Last { get => field ?? this; set; }

    /// <summary>Whether the answers are there.</summary>
    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref _continuation), Done);

    /// <summary>Of the first one in a batch: how many there are.</summary>
    public int CountOfParts { get; set; }

    /// <summary>Its batch, once it has one. Guarded by the loader's gate.</summary>
    public IBatch? Batch { get; private set; }

    /// <summary>Where its first key stands in its batch.</summary>
    public int Slot { get; private set; }

    /// <summary>Whether the caller of the list has a token: it may leave.</summary>
    public bool CanLeave => canLeave;

    /// <summary>Whether it has left. Guarded by the loader's gate.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Gate held. Keeps the keys that stand before this place; the others are a part of their own.</summary>
    /// <returns>That part, or null when all are kept.</returns>
    public ListPart<TValue>? CutAt(int end)
    {
        if (From + Count <= end)
            return null;
        Next = new ListPart<TValue>(end, From + Count - end, canLeave) { Next = Next, Following = Following, HasLeft = HasLeft };
        Count = end - From;
        return Next;
    }

    /// <summary>Gate held. The part is in this batch, from this slot on.</summary>
    public void PutInto(IBatch batch, int slot) => (Batch, Slot) = (batch, slot);

    /// <summary>A stream has brought one more value.</summary>
    public void Serve(in BatchOutcome<TValue> outcome)
    {
        if (Interlocked.Increment(ref _served) == Count)
            Finish(in outcome);
    }

    /// <summary>A stream ends, or is ended from outside while it serves.</summary>
    /// <returns>Whether the part is to be finished with the batch. Else the last of its values has come: who serves that one finishes the part.</returns>
    public bool TryEndStream() => Interlocked.Exchange(ref _served, int.MinValue) != Count;

    /// <summary>The answers are there: the list's caller goes on in this call, if it waits already. Called once. No lock is held.</summary>
    public void Finish(in BatchOutcome<TValue> outcome)
    {
        _outcome = outcome;
        if (Interlocked.Exchange(ref _continuation, Done) is Action goOn)
            goOn();
    }

    /// <summary>What came for a key of this part.</summary>
    public Exception? ErrorAt(int index) => _outcome.ErrorAt(Slot + index);

    /// <inheritdoc cref="ErrorAt"/>
    public TValue ValueAt(int index) => _outcome.ValueAt(Slot + index);

    public ListPart<TValue> GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (Interlocked.CompareExchange(ref _continuation, continuation, null) is not null)
            continuation();
    }
}
