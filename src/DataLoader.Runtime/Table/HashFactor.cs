namespace DataLoader.Table;

/// <summary>
/// What hashes are multiplied by to find their buckets. 2^64 over the golden ratio spreads the neighbouring keys that ids usually are; its lower half is
/// a secret of this process, or else keys could be chosen that all fall into one bucket. The secret part is so small that neighbours do not feel it, and
/// so large that keys that are far apart, as chosen ones must be, are scattered by it.
/// </summary>
internal static class HashFactor
{
    private const int SecretBits = 36;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static readonly ulong Value = With(Secret.Next());

    /// <summary>The factor that has this secret.</summary>
    public static ulong With(ulong secret)
    {
        const ulong mask = (1UL << SecretBits) - 1;

        // The highest secret bit is set: a secret that is almost none would be worth as much.
        return (Golden & ~mask) | (secret & mask) | (1UL << (SecretBits - 1)) | 1;
    }
}
