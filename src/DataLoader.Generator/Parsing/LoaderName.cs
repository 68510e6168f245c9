using System;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Makes the name of a loader.</summary>
internal static class LoaderName
{
    private const string Prefix = "Batch";
    private const string Suffix = "Async";

    /// <summary><c>BatchUserByIdAsync</c> gives <c>UserByIdLoader</c>; null when nothing is left to name the loader after.</summary>
    public static string? Derive(string method)
    {
        int start = 0;
        int end = method.Length;
        if (method.EndsWith(Suffix, StringComparison.Ordinal))
            end -= Suffix.Length;

        // "Batched" or "Batches" do not start with the word.
        if (method.StartsWith(Prefix, StringComparison.Ordinal) && (end <= Prefix.Length || !char.IsLower(method[Prefix.Length])))
            start = Math.Min(Prefix.Length, end);
        if (start == end)
            return null;
        string name = NameText.Start().Add(method, start, end - start).Add("Loader").End();
        return SyntaxFacts.IsValidIdentifier(name) ? name : null;
    }

    /// <summary>Whether a class of this name can be declared: an identifier that none of the members emitted into the class has.</summary>
    public static bool IsUsable(string name)
        => SyntaxFacts.IsValidIdentifier(name)
            && name[0] != '_'
            && name is not ("Clear" or "ClearAll" or "Prime" or "PrimeError" or "LoadBatchAsync" or "GetCacheKey" or "Definition" or "KeyOf");

    /// <summary>Whether a method <c>Add…BatchLoaders</c> can be named after a module.</summary>
    public static bool IsModule(string name) => name.Length > 0 && SyntaxFacts.IsValidIdentifier("Add" + name);
}
