using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>The loaders whose keys are held, in the order of their first keys; linked through themselves. Guarded by the dispatcher's gate.</summary>
internal struct HeldLoaders
{
    [ReadOutsideGate]
    private ScopeMember? _first;

    private ScopeMember? _last;

    /// <summary>
    /// The first one, or null; the others follow by <see cref="ScopeMember.NextHeld"/>. Without the gate it is a hint whether there are any.
    /// </summary>
    public ScopeMember? First => _first;

    public void Append(ScopeMember loader)
    {
        loader.IsHeld = true;
        if (_last is null)
            _first = loader;
        else
            _last.NextHeld = loader;
        _last = loader;
    }

    /// <summary>Takes all of them out.</summary>
    /// <returns>The first one; its receiver alone uses the links from now on.</returns>
    public ScopeMember? TakeAll()
    {
        ScopeMember? first = _first;
        _first = null;
        _last = null;
        return first;
    }
}
