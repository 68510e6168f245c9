using System.Collections.Generic;

namespace DataLoader.Generator.Parsing;

/// <summary>The rule about several methods: two loaders of one namespace can not have one name, and then neither is generated.</summary>
internal static class LoaderNames
{
    /// <summary>The full names that are claimed more than once; null, the usual case, when none is.</summary>
    /// <param name="fullNames">The name of every valid method's loader, with its namespace (<see cref="FullName"/>).</param>
    public static HashSet<string>? Duplicates(IEnumerable<string> fullNames)
    {
        var seen = new HashSet<string>();
        HashSet<string>? duplicates = null;
        foreach (string name in fullNames)
        {
            if (!seen.Add(name))
                (duplicates ??= []).Add(name);
        }

        return duplicates;
    }

    public static string FullName(BatchSignature signature)
        => signature.Method.ContainingNamespace is { IsGlobalNamespace: false } @namespace
            ? @namespace.ToDisplayString() + "." + signature.LoaderName
            : signature.LoaderName;
}
