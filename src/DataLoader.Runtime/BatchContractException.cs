namespace DataLoader;

/// <summary>
/// A batch method broke its contract: it returned a null task, a null result, the wrong number of values, two rows for one key or a row nobody
/// asked for. Every load of the batch fails with the same instance and nothing is cached.
/// </summary>
public class BatchContractException : InvalidOperationException
{
    /// <summary>Describes a broken contract.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="loaderName">The loader.</param>
    /// <param name="keyCount">How many keys the batch had.</param>
    /// <param name="valueCount">How many values came back, or null when there was no list.</param>
    public BatchContractException(string message, string loaderName, int keyCount, int? valueCount = null)
        : base(message)
    {
        LoaderName = loaderName;
        KeyCount = keyCount;
        ValueCount = valueCount;
    }

    /// <summary>The loader whose batch method broke the contract.</summary>
    public string LoaderName { get; }

    /// <summary>How many keys the batch had.</summary>
    public int KeyCount { get; }

    /// <summary>How many values came back, or null when there was no list.</summary>
    public int? ValueCount { get; }
}
