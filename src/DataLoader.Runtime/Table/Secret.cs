namespace DataLoader.Table;

/// <summary>Numbers that nobody outside of this process can know.</summary>
internal static class Secret
{
    // Both halves of a random Guid: where one has fixed bits the other has none.
    public static ulong Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes);
        return BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..]);
    }
}
