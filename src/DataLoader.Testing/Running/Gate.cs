using DataLoader.Seeing;

namespace DataLoader.Testing.Running;

/// <summary>Where the batches of a test arrive.</summary>
internal sealed class Gate(Conductor conductor) : BatchGate
{
    public override bool KeepsReceipts => true;

    public override Task? Pass(IGatedBatch batch) => conductor.Arrive(batch);
}
