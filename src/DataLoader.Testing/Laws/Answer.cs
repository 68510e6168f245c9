namespace DataLoader.Testing.Laws;

/// <summary>What a key got: a value, nothing, or an error.</summary>
internal readonly record struct Answer<TValue>(TValue? Value, Exception? Error)
{
    public bool IsMissing => Error is KeyNotFoundException || (Error is null && Value is null);

    public bool IsSame(Answer<TValue> other, IEqualityComparer<TValue> comparer)
    {
        if (IsMissing || other.IsMissing)
            return IsMissing == other.IsMissing;
        return Error is null && other.Error is null ? comparer.Equals(Value!, other.Value!) : Error?.GetType() == other.Error?.GetType();
    }

    public string Describe() => IsMissing ? "no value" : Error is null ? Running.Text.Of(Value) : $"{Error.GetType().Name}: {Error.Message}";
}
