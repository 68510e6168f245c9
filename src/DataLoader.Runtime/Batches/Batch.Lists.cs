using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Threading;

namespace DataLoader;

/// <content>The lists that wait for a batch. Nobody has a task for their keys before somebody asks for one of them alone.</content>
public abstract partial class Batch<TKey, TValue>
{
    /// <summary>The parts of lists in this batch, the first one; the others follow.</summary>
    internal ListPart<TValue>? FirstList { get; private set; }

    /// <summary>Whether lists have keys in this batch: some may have no promise.</summary>
    internal bool HasLists => FirstList is not null;

    /// <summary>
    /// Whether the outcome is there, so that promises that are made now are completed with it. The other ones are completed with the batch. Guarded by the
    /// loader's gate.
    /// </summary>
    internal bool IsSealed { get; set; }

    /// <summary>What all callers get.</summary>
    private protected BatchOutcome<TValue> Answer => _extras?.Failure is { } failure ? new BatchOutcome<TValue>(failure) : _outcome;

    // After the promises come the lists.
    private int WorkCount => Count + (FirstList?.CountOfParts ?? 0);

    /// <summary>Whether a slot has no promise: only lists have asked for its key.</summary>
    internal virtual bool IsBare(int index) => false;

    /// <summary>The task of a slot, or null.</summary>
    internal Task<TValue>? TaskAt(int index) => IsBare(index) ? null : PromiseAt(index).Task;

    /// <summary>Gate held. Takes the parts of lists that are in this batch.</summary>
    /// <param name="from">How many pending keys stand before the batch.</param>
    /// <param name="lists">The pending lists.</param>
    internal void TakeLists(int from, ref ListQueue<TValue> lists)
    {
        FirstList = lists.TakeBefore(from + Count);
        for (ListPart<TValue>? part = FirstList; part is not null; part = part.Following)
            part.PutInto(this, part.From - from);
    }

    private protected static void Complete(ref AsyncTaskMethodBuilder<TValue> promise, int index, in BatchOutcome<TValue> outcome)
    {
        if (outcome.ErrorAt(index) is { } error)
            Faults.Fail(ref promise, error);
        else
            promise.SetResult(outcome.ValueAt(index));
    }

    private ListPart<TValue> ListAt(int index)
    {
        ListPart<TValue> part = FirstList!; // There are more than index.
        for (; index > 0; index--)
            part = part.Following!;
        return part;
    }

    /// <summary>The part of a list that a slot is in, or null.</summary>
    private protected ListPart<TValue>? ListOf(int index)
    {
        ListPart<TValue>? part = FirstList;
        while (part is not null && part.Slot + part.Count <= index)
            part = part.Following;
        return part?.Slot <= index ? part : null;
    }
}
