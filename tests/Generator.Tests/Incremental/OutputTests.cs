using DataLoader.Generator.Selecting;
using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Incremental;

/// <summary>The same input gives the same output, everywhere and always.</summary>
public class OutputTests
{
    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        string[] sources =
        [
            "partial class Q { [BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; }",
            "partial class Q { [BatchLoader] internal static Task<int[]> BatchB(int[] ids) => null!; }",
            "namespace N { class R { [BatchLoader] internal static Task<long[]> BatchB(int[] ids) => null!; } }",
        ];
        Assert.Equal(Texts(sources), Texts([.. sources.Reverse()]));

        static IEnumerable<string> Texts(string[] sources)
            => GeneratorRun.Of(sources).Sources.Select(static source => source.HintName + "\n" + source.SourceText).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Lines_end_the_same_on_every_system()
        => Assert.All(
            GeneratorRun.Of("/// <summary>One\r\n/// two.</summary>\r\nclass Q { \r\n/// <summary>One\r\n/// two.</summary>\r\n[BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; }").Sources,
            static source =>
            {
                Assert.DoesNotContain('\r', source.SourceText.ToString());
                Assert.Equal(System.Text.Encoding.UTF8, source.SourceText.Encoding);
            });

    [Fact]
    public void Types_that_differ_in_case_only_get_files_of_their_own()
    {
        GeneratorRun run = GeneratorRun.Of(
            "class Q { [BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; }",
            "class q2; class Q2 { [BatchLoader] internal static Task<int[]> BatchB(int[] ids) => null!; }",
            "namespace n { class Q { [BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; } }",
            "namespace N { class Q { [BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; } }");
        Assert.Equal(
            ["DataLoader.BatchLoaderServices.g.cs", "N.Q-adde0a74.g.cs", "Q.g.cs", "Q2.g.cs", "n.Q-0a15d994.g.cs"],
            run.Sources.Select(static source => source.HintName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_of_files_tell_nested_types_apart()
    {
        HintNames names = HintNames.Create(["N.A+B", "N.A.B"]);
        Assert.Equal("N.A+B.g.cs", names.Get("N.A+B"));
        Assert.Equal("N.A.B.g.cs", names.Get("N.A.B"));
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(
            [GeneratorRun.Parse(GeneratorRun.Usings + "class Q { [BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; }")]);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => GeneratorRun.CreateDriver().RunGenerators(compilation, cancellation.Token));
    }

    [Fact]
    public void Generated_code_is_documented()
    {
        GeneratorRun run = GeneratorRun.Of("""
            #pragma warning disable CS1591
            public static class Q
            {
                /// <summary>Loads by <paramref name="ids"/>, see <see cref="Q"/> &amp; <c>a &lt; b</c>.</summary>
                /// <param name="ids">Ids.</param>
                [BatchLoader(KeyOf = nameof(KeyOf), CacheKey = nameof(Fold))] public static Task<int[]> BatchA(int[] ids) => null!;
                public static int KeyOf(int value) => value;
                public static int Fold(int value) => value;
            }
            """);
        Assert.Contains("Loads by <c>ids</c>, see <see cref=\"T:Q\"/> &amp; <c>a &lt; b</c>.", run.Text("Q.g.cs"), StringComparison.Ordinal);
        var options = run.Output.Options.WithSpecificDiagnosticOptions(run.Output.Options.SpecificDiagnosticOptions.Remove("CS1591"));
        Assert.Equal("", string.Join("\n", run.Output.WithOptions(options).GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }
}
