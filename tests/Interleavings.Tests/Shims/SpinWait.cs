using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>A spin lets another thread make a step.</summary>
internal readonly struct SpinWait
{
#pragma warning disable CA1822 // A member of the instance, like the one it stands in for.
    public void SpinOnce() => Run.Yield();

    public void SpinOnce(int sleep1Threshold)
    {
        _ = sleep1Threshold;
        Run.Yield();
    }
#pragma warning restore CA1822
}
