namespace DataLoader;

/// <summary>Where the services of a batch method come from.</summary>
public enum BatchServiceScope
{
    /// <summary>They are injected into the loader once and shared by all its batches.</summary>
    LoaderScope = 0,

    /// <summary>Each batch opens a dependency injection scope of its own and disposes it after its last value.</summary>
    PerBatch = 1,
}
