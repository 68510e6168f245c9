using System.Diagnostics.CodeAnalysis;

namespace DataLoader;

/// <summary>What a value cache knows of a key.</summary>
public enum CacheEntryState : byte
{
    /// <summary>Nothing: the batch method is asked.</summary>
    Miss = 0,

    /// <summary>The key's value.</summary>
    Value = 1,

    /// <summary>That there is no value for the key.</summary>
    Absent = 2,
}

/// <summary>What a value cache knows of a key. A miss may carry a ticket: the right to fill, void once the key was invalidated.</summary>
/// <typeparam name="TValue">What the loader loads.</typeparam>
public readonly struct CacheEntry<TValue> : IEquatable<CacheEntry<TValue>>
{
    private readonly TValue _value;

    private CacheEntry(CacheEntryState state, TValue value, object? ticket)
    {
        State = state;
        _value = value;
        Ticket = ticket;
    }

    /// <summary>An entry that says: there is no value for the key.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "An entry is made where its type is known.")]
    public static CacheEntry<TValue> Absent => new(CacheEntryState.Absent, default!, null);

    /// <summary>What is known. That of a <c>default</c> entry is <see cref="CacheEntryState.Miss"/>.</summary>
    public CacheEntryState State { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TValue Value => State == CacheEntryState.Value ? _value : throw new InvalidOperationException($"The entry is {State}, it has no value.");

    /// <summary>What a fill must hand back, or null when this look-up gives no right to fill.</summary>
    public object? Ticket { get; }

    /// <summary>Whether two entries say the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(CacheEntry<TValue> left, CacheEntry<TValue> right) => left.Equals(right);

    /// <summary>Whether two entries differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(CacheEntry<TValue> left, CacheEntry<TValue> right) => !left.Equals(right);

    /// <summary>An entry with the key's value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The entry.</returns>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "An entry is made where its type is known.")]
    public static CacheEntry<TValue> Hit(TValue value) => new(CacheEntryState.Value, value, null);

    /// <summary>An entry that knows nothing.</summary>
    /// <param name="ticket">The right to fill, in whatever form the cache needs; null gives none.</param>
    /// <returns>The entry.</returns>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "An entry is made where its type is known.")]
    public static CacheEntry<TValue> Missing(object? ticket) => new(CacheEntryState.Miss, default!, ticket);

    /// <inheritdoc/>
    public bool Equals(CacheEntry<TValue> other)
        => State == other.State && Equals(Ticket, other.Ticket) && EqualityComparer<TValue>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CacheEntry<TValue> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, _value, Ticket);
}
