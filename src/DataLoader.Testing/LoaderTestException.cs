namespace DataLoader.Testing;

/// <summary>An expectation about batches does not hold, or the code under test comes no further. The message ends with what the loaders did.</summary>
public sealed class LoaderTestException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What it comes from.</param>
    public LoaderTestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
