namespace DataLoader.Batches;

/// <summary>
/// Proves that each value belongs to its key. <c>TKeyOf</c> is a struct of the generated loader: the JIT compiles these loops for the very
/// member the user named.
/// </summary>
internal static class KeyGuard
{
    /// <summary>Compares the key of every value with the key of its slot.</summary>
    /// <exception cref="KeyOrderException">A value belongs to another key.</exception>
    public static void Check<TKey, TValue, TKeyOf>(Batch<TKey, TValue> batch, in BatchOutcome<TValue> outcome)
        where TKey : notnull
        where TKeyOf : struct, IKeyOf<TKey, TValue>
    {
        TKeyOf keyOf = default;
        IEqualityComparer<TKey>? identity = batch.Identity;
        for (int i = 0; i < batch.Count; i++)
        {
            // A null slot is a missing key, and an error has no key.
            if (outcome.ErrorAt(i) is not null || outcome.ValueAt(i) is not { } value)
                continue;

            TKey key = keyOf.Of(value);
            if (!(identity is null ? EqualityComparer<TKey>.Default.Equals(key, batch.KeyAt(i)) : identity.Equals(key, batch.KeyAt(i))))
                throw BatchErrors.WrongSlot(batch, i, key);
        }
    }

    /// <summary>Puts rows into the slots of their keys.</summary>
    /// <exception cref="BatchContractException">A row is null, a second one for its key, or nobody's.</exception>
    public static BatchOutcome<TValue> Arrange<TKey, TValue, TKeyOf>(Batch<TKey, TValue> batch, IReadOnlyList<TValue>? rows)
        where TKey : notnull
        where TKeyOf : struct, IKeyOf<TKey, TValue>
    {
        if (rows is null)
            throw BatchErrors.NullList(batch);

        TKeyOf keyOf = default;
        int rowCount = rows.Count;
        var values = new TValue[batch.Count];
        var found = new bool[values.Length];
        int surplus = -1;
        for (int i = 0; i < rowCount; i++)
        {
            TValue row = rows[i];
            if (row is null)
                throw BatchErrors.NullRow(batch, i, rowCount);

            TKey key = keyOf.Of(row);
            int slot = key is null ? -1 : batch.SlotOf(key);
            if (slot < 0)
            {
                batch.Telemetry?.NoteSurplus(1);
                if (batch.SurplusKeys == SurplusKeys.Fail)
                    throw BatchErrors.UnaskedRow(batch, key!, rowCount);
                surplus = i;
                continue;
            }

            if (found[slot])
                throw BatchErrors.SecondRow(batch, key!, rowCount);
            values[slot] = row;
            found[slot] = true;
        }

        Exception?[]? errors = null;
        for (int i = 0; i < values.Length; i++)
        {
            if (found[i])
                continue;

            int first = batch.MayRepeatKeys ? batch.SlotOf(batch.KeyAt(i)) : i;
            if (found[first])
                values[i] = values[first];
            else if (surplus < 0 || batch.SurplusKeys == SurplusKeys.Ignore)
                BatchOutcome.SetMissing(batch, i, ref errors);
            else
                throw BatchErrors.UnaskedRow(batch, keyOf.Of(rows[surplus]), rowCount);
        }

        return new BatchOutcome<TValue>(values, errors);
    }
}
