namespace DataLoader.Joining;

/// <summary>
/// A caller who waits for a key with a task of its own, beside the task that the table keeps. .NET runs only one of the awaits of a task inline and
/// sends the others to the pool, where no frame waits for what they ask for next; a caller with a task of its own goes on inside the frame.
/// </summary>
internal abstract class OwnLoad<TValue>
{
    /// <summary>The callers before and behind this one. Guarded by the loader's gate.</summary>
    public OwnLoad<TValue>? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public OwnLoad<TValue>? Next { get; set; }

    /// <summary>The key's task is done: hands its outcome to the caller, whose code goes on in this call. No lock is held.</summary>
    public abstract void Finish(Task<TValue> load);
}
