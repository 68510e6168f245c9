using System.Diagnostics;

namespace DataLoader.Telemetry;

/// <summary>The spans that asked for the keys of a batch, each once. Guarded by the loader's gate.</summary>
internal sealed class Callers
{
    // What the SDK of OpenTelemetry keeps of the links of a span.
    private const int MaxLinks = 128;

    private readonly HashSet<ActivityContext> _seen = [];

    public List<ActivityLink> Links { get; } = [];

    /// <summary>How many there are; not all need be linked.</summary>
    public int Count => _seen.Count;

    /// <summary>Counts a caller.</summary>
    /// <returns>Whether it is to be linked, and not known yet.</returns>
    public bool TryLink(Activity caller)
    {
        if (!_seen.Add(caller.Context) || Links.Count == MaxLinks)
            return false;
        Links.Add(new ActivityLink(caller.Context));
        return true;
    }
}
