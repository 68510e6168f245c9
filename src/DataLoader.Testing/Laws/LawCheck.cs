using System.Globalization;
using DataLoader.Testing.Running;

namespace DataLoader.Testing.Laws;

/// <summary>
/// Asks for keys one by one, or in small batches where they are many, and holds every other batch against that. What breaks is made smaller, key by key.
/// </summary>
internal sealed class LawCheck<TKey, TValue>(
    BatchLoader<TKey, TValue> loader, TKey[] keys, BatchLawsOptions<TKey, TValue> options, IEqualityComparer<TValue> comparer)
    where TKey : notnull
{
    private const int MostAlone = 16;
    private const int SmallBatch = 16;
    private const int MostDropped = 8;
    private const int MostShrinks = 200;

    private readonly Dictionary<TKey, Answer<TValue>> _right = [];
    private readonly Random _random = new(options.Seed);

    public async Task RunAsync()
    {
        await LearnAsync().ConfigureAwait(false);
        await HoldAsync(BatchLaw.Split, keys).ConfigureAwait(false);
        await HoldAsync(BatchLaw.Split, keys[..(keys.Length / 2)]).ConfigureAwait(false);
        await HoldAsync(BatchLaw.Split, keys[(keys.Length / 2)..]).ConfigureAwait(false);
        foreach (TKey[] order in Orders())
            await HoldAsync(BatchLaw.Permute, order).ConfigureAwait(false);
        for (int i = 0; i < keys.Length; i += 1 + (keys.Length / MostDropped))
            await HoldAsync(BatchLaw.Drop, [.. keys[..i], .. keys[(i + 1)..]]).ConfigureAwait(false);
        foreach (TKey unknown in options.UnknownKeys ?? UnlikelyKeys.Of(keys))
        {
            await HoldAsync(BatchLaw.Unknown, [unknown, .. keys]).ConfigureAwait(false);
            await HoldAsync(BatchLaw.Unknown, [.. keys[..1], unknown, .. keys[1..]]).ConfigureAwait(false);
            await HoldAsync(BatchLaw.Unknown, [.. keys, unknown]).ConfigureAwait(false);
        }

        await HoldAsync(BatchLaw.Repeat, [keys[^1], .. keys, keys[0]]).ConfigureAwait(false);
    }

    // What each key is worth. Also: whether it is worth the same twice, and anything at all.
    private async Task LearnAsync()
    {
        TKey[] alone = keys.Length <= MostAlone ? keys : [.. keys[..(MostAlone / 2)], .. keys[^(MostAlone / 2)..]];
        foreach (TKey[] batch in alone.Select(static key => new[] { key }).Concat(keys.Except(alone).Chunk(SmallBatch)))
        {
            Answer<TValue>[] first = await AskAsync(batch).ConfigureAwait(false);
            Answer<TValue>[] second = await AskAsync(batch).ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                _right[batch[i]] = first[i];
                if (!first[i].IsSame(second[i], comparer))
                    throw Broken(BatchLaw.Repeatable, batch, i, first[i], second[i]);
                if (first[i].Error is not null ? !(first[i].IsMissing && options.AllowMissing) : first[i].IsMissing && !options.AllowMissing)
                    throw Broken(BatchLaw.Known, batch, i, null, first[i]);
            }
        }
    }

    private IEnumerable<TKey[]> Orders()
    {
        yield return [.. keys.AsEnumerable().Reverse()];
        yield return [.. keys[1..], keys[0]];
        for (int i = 0; i < 3; i++)
        {
            TKey[] order = [.. keys];
            _random.Shuffle(order);
            yield return order;
        }
    }

    private async Task HoldAsync(BatchLaw law, TKey[] batch)
    {
        (int slot, Answer<TValue> actual) = await FindAsync(batch).ConfigureAwait(false);
        if (slot < 0)
            return;

        // Halves first, then key by key.
        int tries = 0;
        for (int size = batch.Length / 2; size > 0; size = size == 1 ? 0 : size / 2)
        {
            for (int at = 0; at < batch.Length && batch.Length > size && tries < MostShrinks;)
            {
                TKey[] smaller = [.. batch.Take(at), .. batch.Skip(at + size)];
                tries++;
                (int Slot, Answer<TValue> Actual) found = await FindAsync(smaller).ConfigureAwait(false);
                if (found.Slot >= 0)
                    (batch, slot, actual) = (smaller, found.Slot, found.Actual);
                else
                    at += size;
            }
        }

        throw Broken(law, batch, slot, _right[batch[slot]], actual);
    }

    // The first known key that has not what it is worth, or -1.
    private async Task<(int Slot, Answer<TValue> Actual)> FindAsync(TKey[] batch)
    {
        Answer<TValue>[] answers = await AskAsync(batch).ConfigureAwait(false);
        for (int i = 0; i < batch.Length; i++)
        {
            if (_right.TryGetValue(batch[i], out Answer<TValue> right) && !right.IsSame(answers[i], comparer))
                return (i, answers[i]);
        }

        return (-1, default);
    }

    private async Task<Answer<TValue>[]> AskAsync(TKey[] batch)
    {
        loader.ClearAll();
        IReadOnlyList<LoadResult<TValue>> results = await loader.LoadManySettledAsync(batch).ConfigureAwait(false);
        loader.ClearAll();
        return [.. results.Select(static it => it.IsSuccess ? new Answer<TValue>(it.Value, null) : new Answer<TValue>(default, it.Error))];
    }

    private BatchLawException Broken(BatchLaw law, TKey[] batch, int slot, Answer<TValue>? right, Answer<TValue> actual)
    {
        object[] boxed = [.. batch.Cast<object>()];
        string key = Text.Of(boxed[slot]);
        string what = right is { } expected
            ? string.Create(CultureInfo.InvariantCulture, $"{key} has {actual.Describe()}; {(law == BatchLaw.Repeatable ? "a moment ago" : "otherwise")} {expected.Describe()}.")
            : $"{key} has {actual.Describe()}.";
        return new BatchLawException(
            law,
            boxed,
            $"{loader.Name} breaks the law {law}: in the batch {Text.Of(boxed)}, {what}\n{Advice.For(law, IsAnothers(batch, slot, actual), right, actual)}",
            actual.Error);
    }

    private bool IsAnothers(TKey[] batch, int slot, Answer<TValue> actual)
        => !actual.IsMissing && actual.Error is null
            && batch.Where((_, i) => i != slot).Any(key => _right.TryGetValue(key, out Answer<TValue> its) && its.IsSame(actual, comparer));
}
