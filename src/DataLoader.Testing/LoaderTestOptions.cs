namespace DataLoader.Testing;

/// <summary>Settings of a test. They must not change while it runs.</summary>
public sealed class LoaderTestOptions
{
    /// <summary>
    /// How long the harness waits, by the real clock, for something to happen when all code waits and no batch does, before it says that the test comes no
    /// further. 10 seconds by default: what it waits for may be a real backend.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many orders <see cref="LoaderTest.ExploreAsync"/> runs at most: 1,000 by default.</summary>
    public int MaxOrders { get; set; } = 1_000;

    /// <summary>
    /// Where there are more orders than <see cref="MaxOrders"/>, a quarter of those that are run is drawn by chance, from this seed on. The same seed gives the
    /// same orders.
    /// </summary>
    public int Seed { get; set; } = 1;

    /// <summary>Runs this one order, as the message of a failure names it: <c>"0.2.1"</c>. Null for the usual one, or all.</summary>
    public string? Order { get; set; }
}
