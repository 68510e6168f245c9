using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>
/// What a loader has under way: what the keys that wait will run under, and the batches that are out; and the extras of the few loaders that have
/// more.
/// </summary>
internal abstract class WorkCore<TKey, TValue> : ScopedLoader
    where TKey : notnull
{
    /// <summary>Guards the keys, the batches that are out and the callers. No user code runs under it.</summary>
    protected Gate Gate;

    // The context of the keys that wait, or the one batch that is out; extras, for good, when there is more than one thing to keep. Nothing else: once
    // _hasExtras is set it is the extras, and before that what is neither null nor a context is the batch, so no cast needs to prove it.
    private object? _work;
    private volatile bool _hasExtras;
    private bool _shared;

    protected WorkCore(LoaderExtras<TKey, TValue>? extras, bool hasScheduler)
    {
        HasScheduler = hasScheduler;
        if (extras is null)
            return;
        _work = extras;
        _hasExtras = true;
    }

    /// <summary>What few loaders need. Made with the loader, or under the gate.</summary>
    protected LoaderExtras<TKey, TValue>? Extras
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _hasExtras ? Unsafe.As<LoaderExtras<TKey, TValue>>(_work) : null;
    }

    /// <summary>Whether a scheduler has the keys that wait, and not the dispatcher.</summary>
    protected bool HasScheduler { get; }

    /// <summary>Whether several callers share a task that was not completed yet.</summary>
    protected bool IsShared
    {
        get => _shared;
        set => _shared = value;
    }

    /// <summary>Gate held. Whether a batch is out: it has not answered all its callers.</summary>
    protected bool HasBatches => Extras is { } extras ? !extras.Batches.IsEmpty : _work is not (null or ExecutionContext);

    /// <summary>Gate held. Makes the extras if there are none.</summary>
    protected LoaderExtras<TKey, TValue> MakeExtras()
    {
        if (Extras is { } known)
            return known;

        var extras = new LoaderExtras<TKey, TValue>();
        if (_work is ExecutionContext context)
            extras.Context = context;
        else if (_work is not null)
            extras.Batches.Add(Unsafe.As<Batch<TKey, TValue>>(_work));
        _work = extras;
        _hasExtras = true;
        return extras;
    }

    /// <summary>Gate held. Notes what the first of the keys that wait runs under.</summary>
    protected void NoteContext(ExecutionContext? context)
    {
        if (_work is null)
            _work = context;
        else if (context is not null)
            MakeExtras().Context = context;
    }

    /// <summary>Gate held. Takes what was noted: null when no context flows.</summary>
    protected ExecutionContext? TakeContext()
    {
        if (Extras is { } extras)
            return extras.TakeContext();
        if (_work is not ExecutionContext context)
            return null;
        _work = null;
        return context;
    }

    /// <summary>Gate held. A batch goes out.</summary>
    protected void AddBatch(Batch<TKey, TValue> batch)
    {
        if (_work is null)
            _work = batch;
        else
            MakeExtras().Batches.Add(batch);
    }

    /// <summary>Gate held. A batch has answered all its callers.</summary>
    protected void RemoveBatch(Batch<TKey, TValue> batch)
    {
        if (Extras is { } extras)
            extras.Batches.Remove(batch);
        else if (ReferenceEquals(_work, batch))
            _work = null;
    }

    /// <summary>Gate held. Whether this batch is out and no other one is.</summary>
    protected bool HasOnly(Batch<TKey, TValue> batch) => Extras is { } extras ? extras.Batches.HoldsOnly(batch) : ReferenceEquals(_work, batch);

    /// <summary>Gate held. The batches that are out.</summary>
    protected Batch<TKey, TValue>[] BatchesOut()
        => Extras is { } extras ? extras.Batches.ToArray() : HasBatches ? [Unsafe.As<Batch<TKey, TValue>>(_work!)] : [];
}
