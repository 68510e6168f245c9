using System;
using System.Collections.Generic;
using System.Globalization;

namespace DataLoader.Generator.Model;

/// <summary>Names the generated files. The compiler compares them without regard to case; type names are told apart by it.</summary>
internal sealed class HintNames
{
    private readonly HashSet<string> _ambiguous;

    private HintNames(HashSet<string> ambiguous) => _ambiguous = ambiguous;

    public static HintNames For(IEnumerable<string> typeNames)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ambiguous = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in typeNames)
        {
            if (!seen.Add(name))
                ambiguous.Add(name);
        }

        return new(ambiguous);
    }

    public string Of(string typeName)
        => _ambiguous.Contains(typeName) ? $"{typeName}-{Hash(typeName)}.g.cs" : typeName + ".g.cs";

    /// <summary>FNV-1a: the same on every machine and in every run, which <see cref="string.GetHashCode()"/> is not.</summary>
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
