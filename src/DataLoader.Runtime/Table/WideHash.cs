using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>
/// The hash of keys that are wider than a hash. The framework's takes their parts exclusive-or, so that whoever chooses keys can give all of them one
/// hash; this one has secrets of the process.
/// </summary>
internal static class WideHash
{
    private static readonly ulong First = Secret.Next() | 1;
    private static readonly ulong Second = Secret.Next();

    /// <summary>That of a number below 2^32, as most ids are, is the number: it costs nothing, and neighbours stay neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ulong key)
    {
        ulong high = key >> 32;
        return high == 0 ? (int)key : (int)key + (int)((high * First) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(in Guid key)
    {
        ref byte at = ref Unsafe.As<Guid, byte>(ref Unsafe.AsRef(in key));
        ulong low = Unsafe.ReadUnaligned<ulong>(ref at);
        ulong high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref at, (nint)sizeof(ulong)));
        return (int)StringHash.Fold(low ^ First, high ^ Second);
    }
}
