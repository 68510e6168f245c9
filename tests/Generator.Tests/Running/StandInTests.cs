using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>
/// A bad method whose key and value are known leaves a class of its loader's name: constructor injection compiles, so that the analyzers are heard.
/// </summary>
public class StandInTests
{
    [Theory]
    [InlineData("BL0001", "[BatchLoader] public Task<string[]> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0002", "[BatchLoader] private static Task<string[]> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0002", "private class P; [BatchLoader] private static Task<string[]> BatchBad(int[] ids, P hidden, Service service) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static string[] BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static Task<IEnumerable<string>> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static Task<IDictionary<int, string>> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static Task<string> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0004", "[BatchLoader] public static Task<string[]> BatchBad(int id, Service service) => null!;")]
    [InlineData("BL0004", "[BatchLoader] public static Task<string[]> BatchBad(HashSet<int> ids, Service service) => null!;")]
    [InlineData("BL0005", "[BatchLoader] public static Task<string[]> BatchBad<T>(int[] ids, T it, Service service) => null!;")]
    [InlineData("BL0005", "public class G<T> { [BatchLoader] public static Task<string[]> BatchBad(int[] ids, Service service) => null!; }")]
    [InlineData("BL0006", "[BatchLoader] public static Task<string[]> BatchBad(ReadOnlySpan<int> ids, Service service) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<string[]> BatchBad(int[] ids, ref Service service) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static unsafe Task<string[]> BatchBad(int[] ids, int* x, Service service) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<string[]> BatchBad(int?[] ids, Service service) => null!;")]
    [InlineData("BL0008", "[BatchLoader(MaxBatchSize = 0, MaxConcurrentBatches = 0)] public static Task<string[]> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<string[]> BatchBad(int[] ids, Service service) => null!; [BatchLoader] public static Task<int[]> BatchBadAsync(int[] ids) => null!;")]
    [InlineData("BL0011", "[BatchLoader(CacheKey = \"Nothing\")] public static Task<string[]> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0045", "[BatchLoader(KeyComparer = \"Nothing\")] public static Task<string[]> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0012", "[BatchLoader(KeyOf = \"Nothing\")] public static Task<string[]> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static Task<Dictionary<long, string>> BatchBad(int[] ids, Service service) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<string[]> BatchBad(int[] ids, CancellationToken a, CancellationToken b, Service service) => null!;")]
    [InlineData("BL0023", "[BatchLoader] public static Task<IGrouping<int, char>[]> BatchBad(int[] ids, Service service) => null!;", "IReadOnlyList<char>")]
    public async Task It_is_constructed_as_the_loader_would_be_and_its_batch_says_what_is_wrong(string id, string bad, string value = "string")
    {
        GeneratorRun run = GeneratorRun.Of($$"""
            public class Service;
            public class Queries
            {
                {{bad}}
                [BatchLoader] public static async Task<int[]> BatchGood(int[] ids, BadLoader bad) => ids;
            }
            public class Controller(BadLoader bad) { public BatchLoader<int, {{value}}> Bad => bad.Clear(1); }
            public static class Test
            {
                public static async Task Run()
                {
                    try { await new Controller(new BadLoader(new Service(), new LoaderScope())).Bad.LoadAsync(1); }
                    catch (InvalidOperationException error) when (error.Message.StartsWith("{{id}}: ") && error.Message.Contains("'BatchBad")) { return; }
                    throw new Exception("no word");
                }
            }
            """);
        Assert.Equal(["GoodLoader"], run.LoaderNames());
        Assert.Equal(["BadLoader"], run.StandIns());
        await (Task)run.Load().GetType("Test", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null)!;
    }

    [Fact]
    public void It_is_not_registered()
    {
        GeneratorRun run = GeneratorRun.Of("class Queries { [BatchLoader] internal Task<int[]> BatchBad(int[] ids) => null!; }");
        Assert.Equal(["BadLoader"], run.StandIns());
        Assert.DoesNotContain(run.Sources, static source => source.SourceText.ToString().Contains("new global::BadLoader", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[BatchLoader] private static Task<string[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal Task<string[]> BatchBad(int[] ids) => null!;")]
    public void It_reaches_as_far_as_its_types_so_that_what_takes_it_compiles(string bad)
        => Assert.Equal(["BadLoader"], GeneratorRun.Of($"class Queries {{ {bad} }} public class Controller(BadLoader bad) {{ public BadLoader Bad => bad; }}").StandIns());

    [Theory]
    [InlineData("[BatchLoader] internal static Task<Nothing[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad() => null!;")]
    [InlineData("[BatchLoader, BatchLoader] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"a b\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"A\\u200DLoader\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"Queries\")] internal static Task<int[]> BatchBad(int[] ids) => null!;")]
    [InlineData("private class P; [BatchLoader] private static Task<P[]> BatchBad(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchBad(int[] ids, string ids) => null!;")]
    [InlineData("[BatchLoader(CacheKey = \"Key\")] internal static Task<int[]> BatchBad(int[] ids) => null!; static Nothing Key(int id) => null!;")]
    public void It_needs_a_name_a_key_a_value_and_settings_that_compile(string bad)
        => Assert.Empty(GeneratorRun.OfBroken($"class Queries {{ {bad} }}").StandIns());

    [Fact]
    public void A_service_that_is_not_there_is_left_out()
    {
        GeneratorRun run = GeneratorRun.OfBroken("""
            public class Service;
            public class Queries { [BatchLoader] public static Task<int[]> BatchBad(int[] ids, List<Nothing> x, NothingLoader y, Service z) => null!; }
            class User { object It = new BadLoader(new Service()); }
            """);
        Assert.Equal(["BadLoader"], run.StandIns());
        Assert.DoesNotContain(run.Output.GetDiagnostics(), static diagnostic => diagnostic.Id is "CS1729" or "CS7036" or "CS1503");
    }
}
