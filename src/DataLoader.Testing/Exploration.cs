namespace DataLoader.Testing;

/// <summary>What <see cref="LoaderTest.ExploreAsync"/> has run.</summary>
public sealed class Exploration
{
    internal Exploration(int orders, bool isComplete)
    {
        Orders = orders;
        IsComplete = isComplete;
    }

    /// <summary>How many orders were run.</summary>
    public int Orders { get; }

    /// <summary>Whether these were all there are.</summary>
    public bool IsComplete { get; }
}
