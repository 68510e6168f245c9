namespace DataLoader.Table;

/// <summary>What is known about the equality of a key type.</summary>
internal static class KeyEquality<TId>
{
    /// <summary>
    /// Whether comparing keys with the default comparer runs no code of the user's: primitives, enums, strings, Guid and their like. Only such
    /// keys may be compared under a loader's gate.
    /// </summary>
    public static readonly bool IsBuiltIn = typeof(TId).IsEnum
        || (typeof(TId).Assembly == typeof(object).Assembly
            && !typeof(TId).IsGenericType
            && (typeof(TId).IsValueType || typeof(TId) == typeof(string)));
}
