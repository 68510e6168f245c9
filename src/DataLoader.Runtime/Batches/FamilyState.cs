namespace DataLoader.Batches;

/// <summary>What the loaders of one family have in common besides their settings.</summary>
internal sealed class FamilyState(int mostBatches)
{
    private int _argumentCount;

    /// <summary>Null when there is no limit of batches at a time.</summary>
    public BatchLimit? Limit { get; } = mostBatches < int.MaxValue ? new(mostBatches) : null;

    /// <summary>How many arguments the family has been given.</summary>
    public int ArgumentCount => Volatile.Read(ref _argumentCount);

    /// <summary>The family has been given one more argument.</summary>
    public void NoteArgument() => Interlocked.Increment(ref _argumentCount);
}
