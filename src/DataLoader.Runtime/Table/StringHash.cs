using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataLoader.Table;

/// <summary>
/// The hash of a string key: folded multiplications with secrets of this process, after wyhash. Keys come from users, so the hash must not be
/// predictable, as the framework's is not; but this one takes half its time.
/// </summary>
internal static class StringHash
{
    private static readonly ulong First = Secret.Next();
    private static readonly ulong Second = Secret.Next();

    public static int Of(string text)
    {
        ref byte at = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text.AsSpan()));
        nuint left = (nuint)text.Length * sizeof(char);
        ulong seed = First ^ left;
        ulong low;
        ulong high;
        if (left > 16)
        {
            do
            {
                seed = Fold(Read64(ref at, 0) ^ Second, Read64(ref at, 8) ^ seed);
                at = ref Unsafe.Add(ref at, 16);
                left -= 16;
            }
            while (left > 16);

            // The last 16 bytes, which may overlap the ones before.
            low = Read64(ref Unsafe.Add(ref at, (nint)left - 16), 0);
            high = Read64(ref Unsafe.Add(ref at, (nint)left - 16), 8);
        }
        else if (left >= 8)
        {
            low = Read64(ref at, 0);
            high = Read64(ref at, left - 8);
        }
        else if (left >= 4)
        {
            low = Read32(ref at, 0);
            high = Read32(ref at, left - 4);
        }
        else
        {
            low = left == 0 ? 0UL : Unsafe.ReadUnaligned<ushort>(ref at);
            high = 0;
        }

        ulong hash = Fold(low ^ Second, high ^ seed);
        return (int)(hash ^ (hash >> 32));
    }

    /// <summary>Both halves of a product, exclusive-or.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fold(ulong one, ulong other)
    {
        ulong high = Math.BigMul(one, other, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(ref byte at, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read32(ref byte at, nuint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref at, offset));
}
