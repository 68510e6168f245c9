using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Declarations;

/// <summary>Stands for what decides how a text is read. Editors make equal options anew, so the object itself tells nothing.</summary>
internal static class ParseOptionsHash
{
    private static readonly ConditionalWeakTable<ParseOptions, StrongBox<ContentHash>> Known = new();

    public static ContentHash Get(ParseOptions options) => Known.GetValue(options, static options => new(Compute(options))).Value;

    private static ContentHash Compute(ParseOptions options)
    {
        var hasher = new ContentHasher();
        hasher.Add((ulong)options.Kind);
        hasher.Add((ulong)options.DocumentationMode);
        if (options is CSharpParseOptions { LanguageVersion: var version })
            hasher.Add((ulong)version);
        foreach (string symbol in options.PreprocessorSymbolNames)
            hasher.Add(symbol);
        foreach (KeyValuePair<string, string> feature in options.Features)
        {
            hasher.Add(feature.Key);
            hasher.Add(feature.Value);
        }

        return hasher.Result;
    }
}
