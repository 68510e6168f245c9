using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Batch methods with arguments: each shape is compiled and run, with two arguments whose keys are the same.</summary>
public class ArgumentTests
{
    private const string Page = "public sealed record Page(int Size); public sealed record Row(int Id, int Size);";

    [Theory]
    [InlineData("", "async Task<IReadOnlyList<string>>", "ids.Select(id => $\"{id}/{page.Size}\").ToArray()")]
    [InlineData("", "async ValueTask<ImmutableArray<string>>", "ids.Select(id => $\"{id}/{page.Size}\").ToImmutableArray()")]
    [InlineData("", "async Task<Dictionary<int, string>>", "ids.ToDictionary(id => id, id => $\"{id}/{page.Size}\")")]
    [InlineData("", "async Task<LoadResult<string>[]>", "ids.Select(id => LoadResult.Success($\"{id}/{page.Size}\")).ToArray()")]
    [InlineData("", "async Task<ILookup<int, string>>", "ids.ToLookup(id => id, id => $\"{id}/{page.Size}\")")]
    [InlineData("(KeyOf = nameof(Of))", "async Task<IReadOnlyList<string>>", "ids.Select(id => $\"{id}/{page.Size}\").ToArray()")]
    [InlineData("(KeyOf = nameof(Of), Order = ResultOrder.Any)", "async Task<IReadOnlyList<string>>", "ids.Reverse().Select(id => $\"{id}/{page.Size}\").ToArray()")]
    [InlineData("(CacheKey = nameof(Fold))", "async Task<IReadOnlyList<string>>", "ids.Select(id => $\"{id}/{page.Size}\").ToArray()")]
    [InlineData("(Cache = false, MaxBatchSize = 1, MaxConcurrentBatches = 1)", "async Task<IReadOnlyList<string>>", "ids.Select(id => $\"{id}/{page.Size}\").ToArray()")]
    [InlineData("(ServiceScope = BatchServiceScope.PerBatch)", "async Task<IReadOnlyList<string>>", "ids.Select(id => $\"{id}/{page.Size}\").ToArray()")]
    public Task Each_shape_is_given_one_argument(string settings, string returns, string result) => GeneratorRun.Run(
        Page, Method(settings, returns, "=> " + result + ";"), Test(returns.Contains("ILookup", StringComparison.Ordinal) ? "value[0]" : "value"));

    [Theory]
    [InlineData("")]
    [InlineData("(ServiceScope = BatchServiceScope.PerBatch)")]
    public Task A_stream_is_given_one_argument(string settings) => GeneratorRun.Run(
        Page,
        Method(settings, "async IAsyncEnumerable<KeyValuePair<int, string>>", "{ await Task.Yield(); foreach (int id in ids) yield return new(id, $\"{id}/{page.Size}\"); }"),
        Test("value"));

    [Fact]
    public Task Several_arguments_are_given_one_by_one() => GeneratorRun.Run("""
        public static class Queries
        {
            [BatchLoader]
            public static async Task<Dictionary<string, string>> BatchText(
                string[] keys, [BatchArgument] int first, Version version, [BatchArgument] string? key, [BatchArgument] DayOfWeek cancellationToken, CancellationToken token)
                => keys.ToDictionary(it => it, it => $"{it} {first} {key ?? "null"} {cancellationToken} {keys.Length} {version}");
        }

        public static class Test
        {
            public static async Task Run()
            {
                using var scope = new LoaderScope();
                var loader = new TextLoader(new Version(1, 2), scope);
                string[] texts = await scope.RunAsync(() => Task.WhenAll(
                    loader.LoadAsync("a", 1, null, DayOfWeek.Monday),
                    loader.LoadAsync("b", 1, null, DayOfWeek.Monday, new CancellationTokenSource().Token),
                    loader.LoadAsync("a", 1, "x", DayOfWeek.Monday),
                    loader.LoadAsync("a", (1, "x", DayOfWeek.Friday))));
                string text = string.Join(", ", texts);
                if (text != "a 1 null Monday 2 1.2, b 1 null Monday 2 1.2, a 1 x Monday 1 1.2, a 1 x Friday 1 1.2") throw new Exception(text);
                if (!ReferenceEquals(loader.With(1, null, DayOfWeek.Monday), loader.With(first: 1, keyArgument: null, cancellationTokenArgument: DayOfWeek.Monday))) throw new Exception("With");
                if ((await loader.LoadManyAsync(new[] { "a", "b" }, 1, "y", DayOfWeek.Monday))[1] != "b 1 y Monday 2 1.2") throw new Exception("many");
                if (!(await loader.LoadManySettledAsync(new[] { "a" }, 1, "z", DayOfWeek.Monday))[0].IsSuccess) throw new Exception("settled");
                TextLoader same = loader.Clear("a").ClearAll();
            }
        }
        """);

    [Fact]
    public Task The_loader_itself_is_that_of_the_argument() => GeneratorRun.Run("""
        public static class Queries
        {
            [BatchLoader]
            public static async Task<Dictionary<int, string>> BatchText(int[] ids, [BatchArgument] string? argument, IBatchLoader<int, string> self)
            {
                self.Prime(100, "primed for " + argument);
                return ids.ToDictionary(it => it, it => $"{it} {argument}");
            }

            public static void BatchText(string other) { }
        }

        public static class Test
        {
            public static async Task Run()
            {
                var loader = new TextLoader();
                if (await loader.LoadAsync(1, "a") != "1 a" || await loader.LoadAsync(100, "a") != "primed for a" || await loader.LoadAsync(100, null) != "100 ")
                    throw new Exception("self");
            }
        }
        """);

    [Fact]
    public Task The_container_makes_one_for_each_request_and_no_IBatchLoader() => GeneratorRun.Run("""
        [assembly: BatchLoaderModule("Catalog")]

        public static class Queries
        {
            [BatchLoader]
            public static async Task<Dictionary<int, string>> BatchText(int[] ids, [BatchArgument] string page, Version version)
                => ids.ToDictionary(it => it, it => $"{it} {page} {version}");

            [BatchLoader]
            public static async Task<Dictionary<int, string>> BatchPlain(int[] ids) => ids.ToDictionary(it => it, it => "plain");
        }

        public static class Test
        {
            public static async Task Run()
            {
                using var provider = new ServiceCollection().AddCatalogBatchLoaders().AddSingleton(new Version(1, 2)).BuildServiceProvider();
                using var scope = provider.CreateScope();
                var loader = scope.ServiceProvider.GetRequiredService<TextLoader>();
                if (await loader.LoadAsync(1, "a") != "1 a 1.2") throw new Exception("value");
                if (!ReferenceEquals(loader, scope.ServiceProvider.GetRequiredService<TextLoader>())) throw new Exception("two");
                if (!(scope.ServiceProvider.GetRequiredService<IBatchLoader<int, string>>() is PlainLoader)) throw new Exception("interface");
            }
        }
        """);

    [Fact]
    public void A_hidden_argument_makes_the_loader_internal()
        => Assert.Contains("internal sealed partial class TextLoader : global::DataLoader.BatchLoaderFamily<int, global::Hidden, int>", GeneratorRun.Of("""
            internal enum Hidden { One }

            public static class Queries
            {
                [BatchLoader] internal static Task<Dictionary<int, int>> BatchText(int[] ids, [BatchArgument] Hidden hidden) => null!;
            }
            """).Text("Queries.g.cs"), StringComparison.Ordinal);

    private static string Method(string settings, string returns, string body) => $$"""
        public static class Queries
        {
            public static readonly List<string> Calls = new List<string>();

            [BatchLoader{{settings}}]
            public static {{returns}} BatchText(IReadOnlyList<int> ids, [BatchArgument] Page page, string service, CancellationToken cancellationToken)
            {{body}}

            public static int Of(string value) => int.Parse(value.Split('/')[0]);
            public static string Fold(int key) => key.ToString();
        }
        """;

    private static string Test(string text) => $$"""
        public static class Test
        {
            public static async Task Run()
            {
                var services = new ServiceCollection().AddBatchLoaders().AddSingleton("service");
                using var provider = services.BuildServiceProvider();
                using var container = provider.CreateScope();
                var loader = container.ServiceProvider.GetRequiredService<TextLoader>();
                var loads = await container.ServiceProvider.GetRequiredService<LoaderScope>().RunAsync(() => Task.WhenAll(
                    loader.LoadAsync(1, new Page(10)), loader.LoadAsync(2, new Page(10)), loader.LoadAsync(1, new Page(20)), loader.LoadAsync(1, new Page(10))));
                string all = string.Join(" ", loads.Select(value => {{text}}));
                if (all != "1/10 2/10 1/20 1/10") throw new Exception(all);
            }
        }
        """;
}
