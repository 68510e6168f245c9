namespace DataLoader;

/// <summary>A batch method returned, in the slot of one key, a value that belongs to another. No load of the batch gets a value.</summary>
public class KeyOrderException : BatchContractException
{
    /// <summary>Describes a value in the wrong slot.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="loaderName">The loader.</param>
    /// <param name="keyCount">How many keys the batch had.</param>
    /// <param name="index">The first wrong slot, from 0.</param>
    /// <param name="expectedKey">The key of that slot.</param>
    /// <param name="actualKey">The key of the value found there.</param>
    public KeyOrderException(string message, string loaderName, int keyCount, int index, object expectedKey, object? actualKey)
        : base(message, loaderName, keyCount, keyCount)
    {
        Index = index;
        ExpectedKey = expectedKey;
        ActualKey = actualKey;
    }

    /// <summary>The first wrong slot, from 0.</summary>
    public int Index { get; }

    /// <summary>The key of that slot.</summary>
    public object ExpectedKey { get; }

    /// <summary>The key of the value found in that slot.</summary>
    public object? ActualKey { get; }
}
