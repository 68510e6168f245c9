using System.Diagnostics;
using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Fuzz;

/// <summary>However a project came to be what it is, edit by edit, its loaders are those of a project that was never anything else.</summary>
public class EditFuzzTests
{
    private const int Fewest = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Files that depend on each other in every way that a signature can.</summary>
    private static readonly string[] GoodFiles =
    [
        """
        using Alias = Shared.Row;
        namespace Shared;
        public static class Limits { public const int Small = 10, Large = Small * 2; public static readonly int Other = 1; public const string Member = "Key"; internal enum Kind { A, B = 3 } }
        public partial class Row
        {
            public int Key { get; set; } = 1;
            public string? Text { get { return "a" + 1; } }
            public int Count() { if (Key > 1) { return 2; } return Limits.Other; }
            public Row Twice()
            {
        #nullable disable
                return this;
            }
            public string Word { get; }
        #nullable restore
        }
        public class Base { public virtual long Key => 1; }
        public sealed class Derived : Base { public override long Key => 2; }
        """,
        """
        using Shared;
        namespace Queries;
        public static partial class Rows
        {
            /// <summary>As <see cref="BatchText(IReadOnlyList{int})"/>, <see cref="BatchWord"/> and <see cref="Shared.Row"/>.</summary>
            [BatchLoader(KeyOf = Limits.Member, MaxBatchSize = Limits.Large)]
            public static Task<IReadOnlyList<Row>> BatchRow(IReadOnlyList<int> keys) { var text = "{"; return null!; }
            [BatchLoader(CacheKey = nameof(Fold))]
            public static Task<IReadOnlyList<string?>> BatchText(IReadOnlyList<int> keys) => throw new Exception();
            public static long Fold(int key) => key * 2L;
            [BatchLoader] internal static Task<IReadOnlyList<Limits.Kind>> BatchKind(IReadOnlyList<Limits.Kind> keys, RowLoader rows) => null!;
            [Obsolete("old")] [BatchLoader("Second")] public static Task<Dictionary<int, Derived>> BatchRow(int[] keys, CancellationToken token = default) => null!;
            [BatchLoader("Third")] public static Task<int[]> BatchSum(int[] keys) => null!;
            static partial void Rest();
        #if NET
        #endif
            [BatchLoader(KeyOf = "Key")] public static Task<Derived[]> BatchDerived(List<long> keys) => null!;
        }
        """,
        """
        using Query = DataLoader.BatchLoaderAttribute;
        namespace Queries
        {
            public static partial class Rows
            {
                static partial void Rest() { }
                static void Before()
                {
        #nullable disable
                }
                [BatchLoader] public static Task<string[]> BatchWord(IReadOnlyList<int> keys) => null;
        #nullable restore
                [Query] public static ValueTask<IReadOnlyList<int>> BatchSum(IReadOnlyList<int> keys) => default;
                #region one
                [BatchLoader] public static Task<IReadOnlyList<int>> BatchFold(IReadOnlyList<string> keys) => null!;
                #endregion
            }
            internal partial class SumLoader { public int Extra() { return 1; } }
        }
        """,
    ];

    [Fact]
    public void The_good_files_compile_and_give_all_their_loaders()
        => Assert.Equal(
            ["Queries.DerivedLoader", "Queries.FoldLoader", "Queries.KindLoader", "Queries.RowLoader", "Queries.Second", "Queries.SumLoader", "Queries.TextLoader", "Queries.Third", "Queries.WordLoader"],
            GeneratorRun.OfBroken(GoodFiles).LoaderNames());

    /// <summary>Each is seen in a loader that no edit touched.</summary>
    [Theory]
    [InlineData(0, "Small = 10", "Small = 20")]
    [InlineData(0, "Member = \"Key\"", "Member = \"Keys\"")]
    [InlineData(0, "int Key { get; set; }", "int Key { set { } }")]
    [InlineData(0, "override long Key", "override int Key")]
    [InlineData(0, "enum Kind", "enum Kinds")]
    [InlineData(0, "class Row", "class Rows")]
    [InlineData(0, "sealed class Derived", "sealed class Derived<T>")]
    [InlineData(1, "long Fold(int key)", "string Fold(int key)")]
    [InlineData(1, "public static long Fold(int key)", "[BatchLoader] public static long Fold(int key)")]
    [InlineData(1, "BatchText(IReadOnlyList<int> keys)", "BatchText(IReadOnlyList<long> keys)")]
    [InlineData(1, "BatchRow(int[] keys", "BatchRows(int[] keys")]
    [InlineData(1, "BatchSum(int[] keys)", "BatchMore(int[] keys)")]
    [InlineData(1, "\"Second\"", "\"WordLoader\"")]
    [InlineData(2, "#nullable disable", "#nullable enable")]
    [InlineData(2, "BatchWord(IReadOnlyList<int> keys)", "BatchWord(IReadOnlyList<long> keys)")]
    [InlineData(2, "= DataLoader.BatchLoaderAttribute", "= DataLoader.Other")]
    [InlineData(2, "class SumLoader", "class SumLoader : Base")]
    [InlineData(2, "int Extra()", "int Clear()")]
    public void What_a_signature_depends_on_reaches_its_loader(int file, string old, string @new)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(GoodFiles.Select(static text => Parse(text)));
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(compilation);
        string before = Texts(driver);
        Assert.Contains(old, GoodFiles[file], StringComparison.Ordinal);
        compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(GoodFiles[file].Replace(old, @new, StringComparison.Ordinal)));
        string after = Texts(driver.RunGenerators(compilation));
        Assert.NotEqual(before, after);
        Assert.Equal(Texts(GeneratorRun.CreateDriver().RunGenerators(compilation)), after);
    }

    [Fact]
    public void An_edited_project_gives_what_a_new_one_gives()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEEDS"), out int wanted) ? wanted : 5000;
        TimeSpan limit = wanted > 0 ? TimeSpan.MaxValue : Limit;
        var time = Stopwatch.StartNew();
        CSharpCompilation edited = GeneratorRun.Compile(GoodFiles.Select(static text => Parse(text)));
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(edited);
        var failures = new List<string>();
        int done = 0;
        for (; done < count && (done < Fewest || time.Elapsed < limit); done++)
        {
            var random = new Random(done);
            int file = random.Next(GoodFiles.Length);

            // Mostly one accident, which leaves most of the project whole, and every third time back to the good text.
            string text = done % 3 == 2 ? GoodFiles[file] : TokenFuzz.WithAccidents(GoodFiles[file], random.Next(1, 3), random);
            edited = edited.ReplaceSyntaxTree(edited.SyntaxTrees[file], Parse(text));
            driver = driver.RunGenerators(edited);
            CSharpCompilation whole = GeneratorRun.Compile(edited.SyntaxTrees.Select(static tree => Parse(tree.ToString()[GeneratorRun.Usings.Length..])));
            if (Texts(driver) != Texts(GeneratorRun.CreateDriver().RunGenerators(whole)))
                failures.Add($"seed {done}, file {file}:\n{text}");
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {done}\n" + string.Join("\n\n", failures.Take(5)));
    }

    private static SyntaxTree Parse(string text) => GeneratorRun.Parse(GeneratorRun.Usings + text);

    private static string Texts(GeneratorDriver driver)
        => string.Join("\n", driver.GetRunResult().Results.Single().GeneratedSources.Select(static source => source.HintName + "\n" + source.SourceText));
}
