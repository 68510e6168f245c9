using System.ComponentModel;

namespace DataLoader;

/// <summary>
/// Tells which key a value belongs to. Generated loaders implement it with a struct, so that the guard's loop is compiled for the very
/// member the user named: no delegate, no boxing.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IKeyOf<TKey, TValue>
{
    /// <summary>The key that a value belongs to.</summary>
    /// <param name="value">The value, never null.</param>
    /// <returns>Its key.</returns>
    TKey Of(TValue value);
}
