using DataLoader.Generator.Analyzers.LoadInLoop;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.CodeFixes.Tests.Infrastructure;

/// <summary>Adds the generated loaders to a compilation, as a build does.</summary>
internal static class Generated
{
    private static readonly ISourceGenerator[] Generators =
        [.. typeof(LoadInLoopAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(IIncrementalGenerator).IsAssignableFrom(type))
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator())];

    public static Compilation Update(Compilation compilation)
    {
        CSharpGeneratorDriver.Create(Generators, parseOptions: Sources.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return updated;
    }
}
