namespace DataLoader.Testing;

/// <summary>What a batch method must keep: the value of a key does not depend on what else is asked for in its batch.</summary>
public enum BatchLaw
{
    /// <summary>The same batch brings the same values.</summary>
    Repeatable,

    /// <summary>Each of the keys has a value.</summary>
    Known,

    /// <summary>A batch brings what its parts bring, down to single keys.</summary>
    Split,

    /// <summary>The order of the keys does not matter.</summary>
    Permute,

    /// <summary>A key may be left out.</summary>
    Drop,

    /// <summary>A key without a value may be added, and does not harm the others.</summary>
    Unknown,

    /// <summary>A key may come twice, where the loader does not remember.</summary>
    Repeat,
}
