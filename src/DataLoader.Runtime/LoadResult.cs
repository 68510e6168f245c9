using System.Diagnostics.CodeAnalysis;

namespace DataLoader;

/// <summary>A value or the error that stands in its place.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct LoadResult<T> : IEquatable<LoadResult<T>>
{
    private readonly T _value;

    internal LoadResult(T value, Exception? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>Whether there is a value. A <c>default</c> result is a success with the default value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The result is a failure; the inner exception is its error.</exception>
    public T Value => Error is null ? _value : throw new InvalidOperationException("The load failed, it has no value.", Error);

    /// <summary>The error, or null when there is a value.</summary>
    public Exception? Error { get; }

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator LoadResult<T>(T value) => new(value, null);

    /// <summary>Whether two results hold the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(LoadResult<T> left, LoadResult<T> right) => left.Equals(right);

    /// <summary>Whether two results differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(LoadResult<T> left, LoadResult<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(LoadResult<T> other) => Error == other.Error && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LoadResult<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, Error);

    /// <inheritdoc/>
    public override string ToString() => Error is null ? $"Success({_value})" : $"Failure({Error.GetType().Name}: {Error.Message})";

    internal T ValueOrDefault => _value;
}

/// <summary>Makes <see cref="LoadResult{T}"/>s.</summary>
public static class LoadResult
{
    /// <summary>Wraps a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>A success.</returns>
    public static LoadResult<T> Success<T>(T value) => new(value, null);

    /// <summary>Wraps an error.</summary>
    /// <typeparam name="T">The type of the value that is not there.</typeparam>
    /// <param name="error">The error.</param>
    /// <returns>A failure.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public static LoadResult<T> Failure<T>(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(default!, error);
    }
}
