namespace DataLoader.Caching.Tests.Fences;

/// <summary>What stands in the cache under a key.</summary>
internal enum Content
{
    Nothing = 0,
    Value = 1,
    Lease = 2,
    Tombstone = 3,
}

/// <summary>A key of the cache: its content, with the version of the value or the number of the lease or tombstone; and a key beside it that counts invalidations.</summary>
internal readonly record struct Slot(Content Content, int Number, int Counter);
