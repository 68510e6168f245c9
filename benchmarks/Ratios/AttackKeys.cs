using System.Numerics;

namespace Ratios;

/// <summary>Keys as somebody would choose them who knows the sources and wants them all in one bucket.</summary>
internal static class AttackKeys
{
    /// <summary>2^32 over the golden ratio, by which the first version of the table multiplied hashes: these keys have the products 0, 1, 2 …</summary>
    private static readonly uint Inverse = InverseOf(0x9E3779B9);

    public static int Int(int i) => (int)((uint)i * Inverse);

    public static long Long(int i) => (uint)i * Inverse;

    public static Guid Guid(int i) => new(Int(i), 0, 0, new byte[8]);

    public static Keys.Composite Record(int i) => new(0, Int(i));

    /// <summary>The framework's hash of a long is its two halves, exclusive-or.</summary>
    public static long LongOfOneHash(int i) => ((long)i << 32) | (uint)i;

    /// <summary>The framework's hash of a Guid is its four quarters, exclusive-or.</summary>
    public static Guid GuidOfOneHash(int i) => new(i, 0, 0, [0, 0, 0, 0, .. BitConverter.GetBytes(i)]);

    /// <summary>The compiler's hash of a record is a sum of its members' hashes, each multiplied by a power of this constant.</summary>
    public static Keys.Composite RecordOfOneHash(int i) => new(i, unchecked(i * 1521134295));

    /// <summary>Four characters whose hash is 0 where the framework's has no secret, as in a Dictionary that has met few collisions.</summary>
    public static string String(int i)
    {
        const uint start = 352654597;
        const uint factor = 1566083941;

        // Two sums, one of the first two characters and one of the last two; the hash is first + last * factor.
        uint first = Spread(start) ^ (uint)(i + 1);
        uint last = unchecked(0 - first) * InverseOf(factor);
        uint tail = Spread(start) ^ last;
        return new string([(char)(i + 1), (char)((uint)(i + 1) >> 16), (char)tail, (char)(tail >> 16)]);
    }

    private static uint Spread(uint sum) => BitOperations.RotateLeft(sum, 5) + sum;

    /// <summary>What makes 1 of an odd number, by Newton's method.</summary>
    private static uint InverseOf(uint odd)
    {
        uint inverse = odd;
        for (int i = 0; i < 5; i++)
            inverse *= 2 - (odd * inverse);
        return inverse;
    }
}
