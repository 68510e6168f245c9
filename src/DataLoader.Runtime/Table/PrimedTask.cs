namespace DataLoader.Table;

/// <summary>
/// A task that was primed. No load is answered with it before it is known that none was quicker: otherwise some callers would get it, and
/// others the task of that load (row A10).
/// </summary>
internal sealed class PrimedTask<TValue>(Task<TValue> task)
{
    private bool _isConfirmed;

    public Task<TValue> Task { get; } = task;

    /// <summary>Takes it out of its table again.</summary>
    public Action? Forget { get; set; }

    public bool IsConfirmed => Volatile.Read(ref _isConfirmed);

    public void Confirm() => Volatile.Write(ref _isConfirmed, true);
}
