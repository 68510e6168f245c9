using System.Collections.Generic;

namespace DataLoader.Generator.Naming;

/// <summary>What occurs more than once.</summary>
internal static class Duplicates
{
    /// <summary>The items that have an equal one before them; null, the usual case, when there are none.</summary>
    public static HashSet<T>? Find<T>(IReadOnlyCollection<T> items, IEqualityComparer<T> comparer)
    {
        var seen = new HashSet<T>(comparer);
        HashSet<T>? duplicates = null;
        foreach (T item in items)
        {
            if (!seen.Add(item))
                (duplicates ??= new(comparer)).Add(item);
        }

        return duplicates;
    }
}
