namespace DataLoader.GraphQL;

/// <summary>Tells whether a service scope belongs to an operation already.</summary>
internal sealed class OperationSlot
{
    private int _taken;

    /// <summary>Takes the service scope for an operation. False when another one has it.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;
}
