using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>The oldest language that generated code is written in. The default of every framework that the loader runs on is newer.</summary>
internal static class LanguageFloor
{
    public static bool IsAbove(Compilation compilation) => compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp9 };
}
