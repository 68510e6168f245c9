using System;
using System.Collections.Generic;
using System.Globalization;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Selecting;

/// <summary>Names the generated files. The compiler compares them without regard to case; type names are told apart by it.</summary>
internal sealed class HintNames
{
    private readonly HashSet<string>? _ambiguous;

    private HintNames(HashSet<string>? ambiguous) => _ambiguous = ambiguous;

    public static HintNames Create(IReadOnlyCollection<string> typeNames) => new(Duplicates.Find(typeNames, StringComparer.OrdinalIgnoreCase));

    public string Get(string typeName)
        => _ambiguous is not null && _ambiguous.Contains(typeName)
            ? $"{typeName}-{StableHash.Compute(typeName.AsSpan()).ToString("x8", CultureInfo.InvariantCulture)}.g.cs"
            : typeName + ".g.cs";
}
