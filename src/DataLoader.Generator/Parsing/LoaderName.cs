using System;
using System.Globalization;
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
        string name = InternedText.Start().Add(method, start, end - start).Add("Loader").End();
        return SyntaxFacts.IsValidIdentifier(name) ? name : null;
    }

    /// <summary>Whether a class of this name can be declared, and takes no word of the language from the code around it.</summary>
    public static bool IsUsable(string name)
        => SyntaxFacts.IsValidIdentifier(name) && !HasInvisible(name) && !IsEmitted(name) && name is not ("var" or "dynamic" or "nint" or "nuint" or "notnull" or "unmanaged");

    /// <summary>The language ignores formatting characters: two names may be one.</summary>
    private static bool HasInvisible(string name)
    {
        foreach (char character in name)
        {
            if (char.GetUnicodeCategory(character) == UnicodeCategory.Format)
                return true;
        }

        return false;
    }

    /// <summary>Whether a member that the user adds to the class would meet one of the loader's.</summary>
    public static bool IsReserved(string member)
        => member.Length == 0 || IsEmitted(member) || member is "LoadAsync" or "LoadManyAsync" or "LoadManySettledAsync" or "Name";

    /// <summary>Whether the generated part may declare a member of this name. Its fields begin with an underscore.</summary>
    private static bool IsEmitted(string member)
        => member[0] == '_' || member is "Clear" or "ClearAll" or "Prime" or "PrimeError" or "LoadBatchAsync" or "GetCacheKey" or "Definition" or "KeyOf" or "With" or "Options";

    /// <summary>Whether a method <c>Add…BatchLoaders</c> can be named after a module.</summary>
    public static bool IsModule(string name) => name.Length > 0 && SyntaxFacts.IsValidIdentifier("Add" + name);
}
