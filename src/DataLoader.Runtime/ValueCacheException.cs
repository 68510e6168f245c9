namespace DataLoader;

/// <summary>A value cache was not told that keys have changed: values that were read before may be served until their time is over.</summary>
public sealed class ValueCacheException : Exception
{
    internal ValueCacheException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
