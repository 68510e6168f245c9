namespace DataLoader;

/// <summary>What becomes of values that a batch method returns for keys that nobody asked for: in a dictionary, a lookup, rows in any order, a stream.</summary>
public enum SurplusKeys
{
    /// <summary>
    /// They are dropped, unless a key that was asked for has no value: most likely both are one key, spelled in two ways. Then that key fails with a
    /// <see cref="KeyNotFoundException"/> that names both; a batch of rows, or what of a stream has not arrived, with a
    /// <see cref="BatchContractException"/>.
    /// </summary>
    FailIfMissing = 0,

    /// <summary>They are dropped: the method returns more than it is asked for on purpose.</summary>
    Ignore = 1,

    /// <summary>They break the contract: the batch fails with a <see cref="BatchContractException"/>.</summary>
    Fail = 2,
}
