using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Loaders whose attribute names what compares their keys.</summary>
public class KeyComparerTests
{
    private const string Comparers = """
        public static StringComparer IgnoreCase => StringComparer.OrdinalIgnoreCase;
        internal static readonly IEqualityComparer<object> Objects = EqualityComparer<object>.Default;
        public static IEqualityComparer<string>? None => null;
        internal static readonly OddOrEven ByParity = new();
        """;

    [Theory]
    [InlineData("KeyComparer = nameof(IgnoreCase)", "1")]
    [InlineData("KeyComparer = nameof(IgnoreCase), Cache = false", "2")]
    [InlineData("KeyComparer = nameof(Objects)", "2")]
    [InlineData("KeyComparer = nameof(None)", "2")]
    [InlineData("KeyComparer = nameof(ByParity), CacheKey = nameof(Length)", "1")]
    public async Task Keys_that_it_calls_equal_are_one(string settings, string count)
    {
        await Run(settings, "", "loader.LoadAsync(key)", count);
        await Run(settings, ", [BatchArgument] int page", "loader.LoadAsync(key, 7)", count);
    }

    [Fact]
    public Task A_row_under_another_spelling_is_found() => GeneratorRun.Run("""
        public static class Queries
        {
            public static StringComparer IgnoreCase => StringComparer.OrdinalIgnoreCase;

            [BatchLoader(KeyComparer = nameof(IgnoreCase))]
            public static async Task<Dictionary<string, int?>> BatchNumber(IReadOnlyList<string> names) => new() { ["ADA"] = 17 };
        }

        public static class Test
        {
            public static async Task Run()
            {
                if (await new NumberLoader().LoadAsync("ada") != 17) throw new Exception("not found");
                var exact = new NumberLoader(options: new NumberLoader.Options { KeyComparer = StringComparer.Ordinal });
                try { await exact.LoadAsync("ada"); }
                catch (KeyNotFoundException) { return; }
                throw new Exception("the options did not override the attribute");
            }
        }
        """);

    private static Task Run(string settings, string parameter, string load, string count) => GeneratorRun.Run($$"""
        internal sealed class OddOrEven : IEqualityComparer<int>
        {
            public bool Equals(int x, int y) => x % 2 == y % 2;
            public int GetHashCode(int it) => it % 2;
        }

        public static class Queries
        {
            {{Comparers}}
            public static int Length(string code) => code.Length + (code == "A" ? 2 : 0);

            [BatchLoader({{settings}})]
            public static async Task<string[]> BatchKeys(IReadOnlyList<string> codes{{parameter}}) => codes.Select(code => $"{codes.Count}").ToArray();
        }

        public static class Test
        {
            public static async Task Run()
            {
                using var scope = new LoaderScope();
                var loader = new KeysLoader(scope);
                string[] counts = await scope.RunAsync(() => Task.WhenAll(new[] { "a", "A" }.Select(key => {{load}})));
                if (counts[1] != "{{count}}") throw new Exception(counts[1]);
            }
        }
        """);
}
