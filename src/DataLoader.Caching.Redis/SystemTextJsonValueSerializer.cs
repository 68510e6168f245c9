using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;

namespace DataLoader.Caching.Redis;

/// <summary>Values as JSON. Without reflection where the type info comes from a source-generated context.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="typeInfo">How to read and write a value: <c>AppJson.Default.User</c>.</param>
public sealed class SystemTextJsonValueSerializer<T>(JsonTypeInfo<T> typeInfo) : IHybridCacheSerializer<T>
{
    private readonly JsonTypeInfo<T> _typeInfo = typeInfo ?? throw new ArgumentNullException(nameof(typeInfo));

    /// <inheritdoc/>
    public T Deserialize(ReadOnlySequence<byte> source)
    {
        var reader = new Utf8JsonReader(source);
        return JsonSerializer.Deserialize(ref reader, _typeInfo)!; // null is what was written for null
    }

    /// <inheritdoc/>
    public void Serialize(T value, IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target);
        JsonSerializer.Serialize(writer, value, _typeInfo);
    }
}
