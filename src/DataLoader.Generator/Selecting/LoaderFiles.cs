using System;
using System.Collections.Generic;
using System.Threading;
using DataLoader.Generator.Model;

namespace DataLoader.Generator.Selecting;

/// <summary>Puts the loaders of one containing type into one file: cheaper for the compiler than a file each, and still only that file changes.</summary>
internal static class LoaderFiles
{
    public static IEnumerable<LoaderFile> Group(EquatableArray<BatchMethod> methods, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, List<BatchMethod>>(StringComparer.Ordinal);
        foreach (BatchMethod method in methods)
        {
            if (!groups.TryGetValue(method.FileName, out List<BatchMethod>? group))
                groups.Add(method.FileName, group = []);
            group.Add(method);
        }

        cancellationToken.ThrowIfCancellationRequested();
        HintNames hintNames = HintNames.Create(groups.Keys);
        var files = new List<LoaderFile>(groups.Count);
        foreach (KeyValuePair<string, List<BatchMethod>> group in groups)
        {
            // The parts of a partial class may come in any order of their files.
            group.Value.Sort(static (one, other) => string.CompareOrdinal(one.LoaderName, other.LoaderName));
            files.Add(new(hintNames.Get(group.Key), new(group.Value.ToArray())));
        }

        return files;
    }
}
