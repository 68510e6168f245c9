using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>A bad method is skipped, its neighbours are not, and nothing generated ever fails to compile.</summary>
public class BadInputTests
{
    private const string Good = "[BatchLoader] internal static Task<int[]> BatchGood(int[] ids) => null!;";

    [Theory]
    [InlineData("[BatchLoader] internal Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] private static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] protected static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("private class P { [BatchLoader] public static Task<int[]> BatchBad(int[] ids) => null!; }")]
    [InlineData("[BatchLoader] internal static int[] BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static void BatchBad(int[] ids) { }")]
    [InlineData("[BatchLoader] internal static Task<IEnumerable<int>> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<IList<int>> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<IDictionary<int, int>> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static IAsyncEnumerable<int> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static unsafe Task<int*[][]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad() => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int id) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(HashSet<int> ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[,] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(ReadOnlySpan<int> ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(ref int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(params int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, in StringComparer x) => null!;")]
    [InlineData("[BatchLoader] internal static unsafe Task<int[]> BatchBad(int[] ids, int* x) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, __arglist) => null!;")]
    [InlineData("[BatchLoader] internal static Task<T[]> BatchBad<T>(int[] ids) => null!;")]
    [InlineData("internal class G<T> { [BatchLoader] internal static Task<T[]> BatchBad(int[] ids) => null!; }")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int?[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(string?[] ids) => null!;")]
    [InlineData("[BatchLoader(MaxBatchSize = 0)] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(MaxConcurrentBatches = -1)] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"no name\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"X : System.Exception { } class Y\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"Prime\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> Batch(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchAsync(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> Batch2(int[] ids) => null!;")]
    [InlineData("[BatchLoader(CacheKey = \"Nothing\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(CacheKey = \"F\")] internal static Task<int[]> BatchBad(int[] ids) => null!; private static int F(int id) => id;")]
    [InlineData("[BatchLoader(CacheKey = \"F\")] internal static Task<int[]> BatchBad(int[] ids) => null!; internal static string? F(int id) => null;")]
    [InlineData("[BatchLoader(CacheKey = \"F\")] internal static Task<int[]> BatchBad(int[] ids) => null!; internal static int F(long id) => 1;")]
    [InlineData("[BatchLoader(KeyOf = \"Nothing\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Length\")] internal static Task<string[]> BatchBad(long[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Dictionary<long, int>> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static IAsyncEnumerable<KeyValuePair<string, int>> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, CancellationToken a, CancellationToken b) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, List<int> others) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchTwice(int[] ids) => null!; internal class N { [BatchLoader] internal static Task<int[]> BatchTwice(int[] ids) => null!; }")]
    [InlineData("[BatchLoader(\"Taken\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"Space\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    public void A_bad_method_is_skipped_and_its_neighbour_is_not(string bad)
    {
        GeneratorRun run = GeneratorRun.Of($"#pragma warning disable CS0628\nclass Queries {{ {bad} {Good} }} class Taken; namespace Space {{ class X; }}");
        Assert.Equal(["GoodLoader"], run.LoaderNames());
    }

    [Theory]
    [InlineData("[BatchLoader] internal static Task<Nothing[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(Nothing[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, NothingLoader x) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, List<Nothing> x) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Console[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Nullable<string>[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Span<int>[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(1)] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(MaxBatchSize = \"1\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader, BatchLoader] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, string ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ")]
    [InlineData("[BatchLoader] internal static Task<int[]>")]
    [InlineData("[BatchLoader(")]
    public void What_does_not_compile_harms_no_neighbour(string bad)
    {
        GeneratorRun run = GeneratorRun.OfBroken($"class Queries {{ {Good} {bad} }}");
        Assert.Contains("GoodLoader", run.LoaderNames());
        Assert.DoesNotContain("BadLoader", run.LoaderNames());
    }

    [Theory]
    [InlineData("file class Local { [BatchLoader] internal static Task<int[]> BatchBad(int[] ids) => null!; }")]
    [InlineData("file class V; file class C { [BatchLoader] internal static Task<V[]> BatchBad(int[] ids) => null!; }")]
    [InlineData("interface I { [BatchLoader] static abstract Task<int[]> BatchBad(int[] ids); }")]
    [InlineData("interface I { [BatchLoader] static virtual Task<int[]> BatchBad(int[] ids) => null!; }")]
    [InlineData("class C { static void M() { [BatchLoader] static Task<int[]> BatchBad(int[] ids) => null!; BatchBad(null!); } }")]
    [InlineData("class C { static Task<int[]> P { [BatchLoader] get => null!; } }")]
    public void A_method_that_can_not_be_called_from_another_file_is_skipped(string bad)
        => Assert.Equal(["GoodLoader"], GeneratorRun.Of($"#pragma warning disable CS8321\n{bad} class Queries {{ {Good} }}").LoaderNames());

    [Theory]
    [InlineData("partial class ALoader { public int Extra; }", true)]
    [InlineData("public sealed partial class ALoader { public int Extra() => 1; }", true)]
    [InlineData("internal partial class ALoader { }", true)]
    [InlineData("class ALoader<T> { }", true)]
    [InlineData("class ALoader { }", false)]
    [InlineData("static partial class ALoader { }", false)]
    [InlineData("abstract partial class ALoader { }", false)]
    [InlineData("partial class ALoader : Exception { }", false)]
    [InlineData("partial record ALoader { }", false)]
    [InlineData("partial class ALoader { public ALoader() { } }", false)]
    [InlineData("partial class ALoader { int Definition; }", false)]
    [InlineData("partial class ALoader { int _x; }", false)]
    [InlineData("enum ALoader { }", false)]
    [InlineData("delegate void ALoader();", false)]
    public void A_type_of_the_users_own_joins_the_loader_or_blocks_it(string type, bool joins)
    {
        GeneratorRun run = GeneratorRun.Of(
            $"#pragma warning disable CS0649, CS0169\n{type}\npublic class Queries {{ [BatchLoader] public static Task<int[]> BatchA(int[] ids, StringComparer x) => null!; }}");
        Assert.Equal(joins ? ["ALoader"] : [], run.LoaderNames());
    }

    [Theory]
    [InlineData("[BatchLoader(\"class\")] internal static Task<int[]> BatchA(int[] @int, StringComparer @scope, StringComparer options, StringComparer optionsService) => null!;")]
    [InlineData("[BatchLoader(\"record\")] internal static Task<int[]> BatchA(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; internal static Task<int[]> BatchA(ReadOnlyMemory<int> ids) => null!;")]
    [InlineData("[BatchLoader(\"A\")] internal static Task<int[]> @class(IEnumerable<int> ids) => null!; internal static Task<int[]> @class(IReadOnlyList<int> ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Dictionary<List<string?>, int>> BatchA(List<string>[] ids, IBatchLoader<List<string?>, int> self) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Dictionary<(int X, int Y), int>> BatchA((int A, int B)[] ids) => null!;")]
    [InlineData("[BatchLoader(CacheKey = \"F\")] internal static Task<List<string>[]> BatchA(List<string>[] ids) => null!; internal static int F(List<string?> key) => key.Count;")]
    [InlineData("[BatchLoader(KeyOf = \"F\")] internal static Task<string?[]> BatchA(string[] ids) => null!; internal static string? F(string value) => value;")]
    [InlineData("[Obsolete(\"old \\\"one\\\"\", true), BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!;")]
    [InlineData("/// <summary>A */ // \\u2028 <c>x</c></summary>\n[BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchA(int[] ids, int? a = null, string b = \"x\", int c = 5, string? d = null, CancellationToken e = default) => null!;")]
    [InlineData("[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] internal static Task<int[]> BatchA(int[] ids, StringComparer scope, StringComparer batch, StringComparer task) => null!;")]
    public void What_is_unusual_compiles_all_the_same(string method)
        => Assert.Single(GeneratorRun.Of($"class Queries {{ {method} }}").LoaderNames());

    [Fact]
    public void Loaders_that_need_each_other_are_found_and_one_that_needs_nothing_there_is_falls()
    {
        GeneratorRun run = GeneratorRun.OfBroken("""
            namespace A.B
            {
                public class Q
                {
                    [BatchLoader] public static Task<int[]> BatchOne(int[] ids, TwoLoader two) => null!;
                    [BatchLoader] internal static Task<int[]> BatchTwo(int[] ids, OneLoader? one = null) => null!;
                    [BatchLoader] public static Task<int[]> BatchThree(int[] ids, FourLoader four) => null!;
                    [BatchLoader] public static Task<int[]> BatchFour(int[] ids, FiveLoader five) => null!;
                }
            }
            """);
        Assert.Equal(["A.B.OneLoader", "A.B.ThreeLoader", "A.B.TwoLoader"], run.LoaderNames());
        Assert.Equal(["A.B.FourLoader"], run.StandIns());
    }
}
