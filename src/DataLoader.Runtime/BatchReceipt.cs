namespace DataLoader;

/// <summary>
/// What became of one call of a batch method: what was sent, why then, and what came of it. Made only while somebody observes. It holds no key, no value
/// and no message of an exception.
/// </summary>
public sealed class BatchReceipt
{
    /// <summary>The loader's name.</summary>
    public required string LoaderName { get; init; }

    /// <summary>Tells the scope from every other one of this process.</summary>
    public required long ScopeId { get; init; }

    /// <summary>Counts the calls of batch methods in the scope, from 1 on.</summary>
    public required int Number { get; init; }

    /// <summary>Counts the dispatches of the scope, from 1 on. Batches of several loaders that left together have the same.</summary>
    public required int Dispatch { get; init; }

    /// <summary>Why its keys were sent when they were.</summary>
    public required DispatchReason Reason { get; init; }

    /// <summary>
    /// The <see cref="Number"/> of the batch whose answer woke up the code that asked for the first key. Null when that code had waited for no batch, or for
    /// something else after it.
    /// </summary>
    public required int? WokenBy { get; init; }

    /// <summary>1 for a batch that no other one woke; else one more than that one's.</summary>
    public required int Level { get; init; }

    /// <summary>How many keys the batch method got.</summary>
    public required int KeyCount { get; init; }

    /// <summary>How many it could have got at most; <see cref="int.MaxValue"/> without a limit.</summary>
    public required int MaxBatchSize { get; init; }

    /// <summary>Which part it is of the keys that were cut by the limit, from 1 on.</summary>
    public required int Part { get; init; }

    /// <summary>How many parts there are; 1 where nothing was cut.</summary>
    public required int PartCount { get; init; }

    /// <summary>
    /// How many further loads asked for its keys while they waited or were on their way. For keys that the limit cut apart, those that came before the cut
    /// are told by the first part.
    /// </summary>
    public required int Shared { get; init; }

    /// <summary>How many loads asked for its keys before they were answered: <see cref="KeyCount"/> and <see cref="Shared"/>.</summary>
    public int Asked => KeyCount + Shared;

    /// <summary>
    /// How many loads of this loader were answered from what it remembers, since its batch before. Those after its last batch are in
    /// <see cref="LoaderTotals"/>.
    /// </summary>
    public required int Hits { get; init; }

    /// <summary>How many of its keys the value cache had: the batch method was not asked for those.</summary>
    public int CachedKeys { get; init; }

    /// <summary>How many requests were in the call that answered it: 1, unless requests share calls and some were merged.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>When the first key was asked for, counted from the beginning of the scope.</summary>
    public required TimeSpan FirstKeyAt { get; init; }

    /// <summary>When the batch method was called, counted from the beginning of the scope.</summary>
    public required TimeSpan SentAt { get; init; }

    /// <summary>When the batch method's task was done, counted from the beginning of the scope.</summary>
    public required TimeSpan EndedAt { get; init; }

    /// <summary>How long the first key waited for others: for the frame, the executor, the scheduler.</summary>
    public required TimeSpan WaitedForFrame { get; init; }

    /// <summary>How long the batch then waited for its turn: for a slot among the concurrent batches, and for those that left with it to be started.</summary>
    public required TimeSpan WaitedForSlot { get; init; }

    /// <summary>How long the batch method ran.</summary>
    public TimeSpan Duration => EndedAt - SentAt;

    /// <summary>What came of it.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>The type of the exception of the batch, or of the first key that failed; null when none failed, and when it was cancelled.</summary>
    public required string? ErrorType { get; init; }

    /// <summary>How many keys failed, other than by having no value.</summary>
    public required int FailedKeys { get; init; }

    /// <summary>How many keys had no value.</summary>
    public required int MissingKeys { get; init; }

    /// <summary>Where its keys were asked for: up to 8 places. Empty unless <see cref="LoaderObserver.CapturesCallSites"/>.</summary>
    public required IReadOnlyList<string> CallSites { get; init; }

    /// <summary>The latest earlier batch of the same loader and scope that had room for these keys, if there is one, and why it did not carry them.</summary>
    public required MissedMerge? MissedMerge { get; init; }
}
