namespace DataLoader.Testing;

/// <summary>A batch method breaks a law.</summary>
public sealed class BatchLawException : Exception
{
    internal BatchLawException(BatchLaw law, IReadOnlyList<object> keys, string message, Exception? innerException)
        : base(message, innerException)
    {
        Law = law;
        Keys = keys;
    }

    /// <summary>The law.</summary>
    public BatchLaw Law { get; }

    /// <summary>The smallest batch that was found to break it.</summary>
    public IReadOnlyList<object> Keys { get; }
}
