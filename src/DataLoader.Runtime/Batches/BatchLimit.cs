using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>
/// Lets only so many batches of a loader, or of all loaders of a family, run at a time; the others wait, in order. Has a gate of its own because a
/// family's loaders have one each.
/// </summary>
internal sealed class BatchLimit(int most)
{
    private readonly Queue<(IBatch Batch, ScopeMember Owner)> _waiting = new();
    private SpinGate _gate;
    private int _unended; // Running, or waiting.

    /// <summary>Lets a batch start, or has it wait.</summary>
    public bool TryStart(IBatch batch, ScopeMember owner)
    {
        _gate.Enter();
        bool starts = _unended++ < most;
        if (!starts)
            _waiting.Enqueue((batch, owner));
        _gate.Exit();
        return starts;
    }

    /// <summary>A batch has ended.</summary>
    /// <returns>The one that may start in its place.</returns>
    public IBatch? End()
    {
        _gate.Enter();
        _unended--;
        IBatch? next = _waiting.TryDequeue(out (IBatch Batch, ScopeMember Owner) waiting) ? waiting.Batch : null;
        _gate.Exit();
        return next;
    }

    /// <summary>Takes out a batch of a loader that waits, or null. None ends by that. Others that wait may change places: their scope has ended too.</summary>
    public IBatch? TakeWaiting(ScopeMember owner)
    {
        IBatch? taken = null;
        _gate.Enter();
        for (int i = _waiting.Count; i > 0 && taken is null; i--)
        {
            (IBatch Batch, ScopeMember Owner) waiting = _waiting.Dequeue();
            if (ReferenceEquals(waiting.Owner, owner))
                taken = waiting.Batch;
            else
                _waiting.Enqueue(waiting);
        }

        _gate.Exit();
        return taken;
    }
}
