using System.Globalization;
using StackExchange.Redis;

namespace DataLoader.Caching.Redis;

/// <summary>The keys in Redis: <c>prefix:loader:version:key</c>. Only the last part may hold a colon, so that two keys never have one text.</summary>
internal sealed class KeyTexts<TKey>
    where TKey : notnull
{
    private readonly string _head;
    private readonly Func<TKey, string> _text;

    /// <exception cref="ArgumentException">A part has a colon, or nothing is known that tells keys of this type apart.</exception>
    public KeyTexts(string loader, RedisValueCacheOptions<TKey> options)
    {
        string[] parts = [options.Prefix, loader, options.Version];
        if (Array.Find(parts, static part => string.IsNullOrEmpty(part) || part.Contains(':')) is { } wrong)
            throw new ArgumentException($"{loader}: '{wrong}' cannot be a part of the keys in Redis: it is empty or has a colon.");
        _head = string.Join(':', parts) + ":";
        _text = options.KeyText ?? Known(loader);
    }

    public RedisKey[] Of(IReadOnlyList<TKey> keys)
    {
        var texts = new RedisKey[keys.Count];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = Of(keys[i]);
        return texts;
    }

    public RedisKey Of(TKey key) => _head + _text(key);

    // Only types whose text is the same exactly when the keys are equal: a DateTime's leaves out what is below a second, 1.0m and 1.00m are equal.
    private static Func<TKey, string> Known(string loader)
    {
        Type type = typeof(TKey);
        if (type == typeof(string))
            return static key => (string)(object)key;
        if (type == typeof(DateOnly))
            return static key => ((DateOnly)(object)key).ToString("O", CultureInfo.InvariantCulture);
        if (type.IsEnum)
            return static key => ((Enum)(object)key).ToString("D");
        if (type.IsPrimitive || type == typeof(Guid) || type == typeof(Int128) || type == typeof(UInt128))
        {
            if (type != typeof(double) && type != typeof(float))
                return static key => key is IFormattable text ? text.ToString(null, CultureInfo.InvariantCulture) : key.ToString()!; // bool and char have one
        }

        throw new ArgumentException($"{loader}: what is the text of a key of type {type}, the same for equal keys and for no others? Set KeyText.");
    }
}
