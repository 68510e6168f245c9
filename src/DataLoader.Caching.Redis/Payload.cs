using System.Buffers;
using Microsoft.Extensions.Caching.Hybrid;
using StackExchange.Redis;

namespace DataLoader.Caching.Redis;

/// <summary>What stands in Redis under a key: a letter that says what it is, and then a value or the number of a lease.</summary>
internal static class Payload
{
    public static readonly byte[] Absent = "A"u8.ToArray();

    private const byte ValueMark = (byte)'V';
    private const byte LeaseMark = (byte)'L';

    /// <summary>A lease that no other look-up has.</summary>
    public static byte[] NewLease()
    {
        byte[] lease = new byte[17];
        lease[0] = LeaseMark;
        Guid.NewGuid().TryWriteBytes(lease.AsSpan(1));
        return lease;
    }

    public static RedisValue Of<TValue>(TValue value, IHybridCacheSerializer<TValue> serializer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write([ValueMark]);
        serializer.Serialize(value, buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads what is there. A lease is a miss: somebody else has the right to fill.</summary>
    /// <returns>False when it cannot be read.</returns>
    public static bool TryRead<TValue>(ReadOnlyMemory<byte> payload, IHybridCacheSerializer<TValue> serializer, out CacheEntry<TValue> entry)
    {
        entry = default;
        if (payload.IsEmpty)
            return false;
        switch (payload.Span[0])
        {
            case LeaseMark:
                return true;
            case (byte)'A':
                entry = CacheEntry<TValue>.Absent;
                return true;
            case ValueMark:
                try
                {
                    entry = CacheEntry<TValue>.Hit(serializer.Deserialize(new ReadOnlySequence<byte>(payload[1..])));
                    return true;
                }
                catch (Exception)
                {
                    // Written by other code, or broken: whatever it is, it is no value.
                    return false;
                }

            default:
                return false;
        }
    }
}
