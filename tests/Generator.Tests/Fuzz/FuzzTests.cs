using System.Diagnostics;
using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Fuzz;

public class FuzzTests
{
    private const int Fewest = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_good_files_compile_and_give_all_their_loaders()
    {
        string[][] expected =
        [
            ["Shop.Names", "Shop.UserByIdLoader"],
            ["Outer.Inner.ListsLoader", "Outer.Inner.StreamLoader"],
            ["ItemsLoader", "ThingLoader"],
        ];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], GeneratorRun.Of(TokenFuzz.GoodFiles[i]).LoaderNames());
    }

    /// <summary>Whatever is typed: no exception, and no compiler error in a generated file. As many of the seeds as the time allows.</summary>
    [Fact]
    public void No_text_breaks_the_generator()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEEDS"), out int wanted) ? wanted : 5000;
        TimeSpan limit = wanted > 0 ? TimeSpan.MaxValue : Limit;
        var time = Stopwatch.StartNew();
        CSharpCompilation compilation = GeneratorRun.Compile([GeneratorRun.Parse("")]);
        var failures = new List<string>();
        int done = 0;
        int generated = 0;
        for (; done < count && (done < Fewest || time.Elapsed < limit); done++)
        {
            GeneratorRun run = GeneratorRun.Unchecked(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], GeneratorRun.Parse(TokenFuzz.Text(done))));
            generated += run.Sources.Length;
            failures.AddRange(run.ErrorsInGeneratedCode().Take(1).Select(error => $"seed {done}: {error}"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {done}\n" + string.Join("\n", failures.Take(25)));
        Assert.True(generated > done, $"{done} seeds gave {generated} files: hardly anything was generated, so nothing was proved");
    }
}
