using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>That a value reaches its own key and no other, in generated code.</summary>
public class GuardTests
{
    private const string User = "public sealed record User(int Id, string Name) { public int Number = Id; }\n";

    private const string Assertions = """
        public static partial class Test
        {
            public static async Task<T> Throws<T>(Func<Task> action) where T : Exception
            {
                try { await action(); }
                catch (T exception) { return exception; }
                throw new Exception("expected " + typeof(T).Name);
            }

            public static void Equal<T>(T expected, T actual)
            {
                if (!EqualityComparer<T>.Default.Equals(expected, actual)) throw new Exception($"expected {expected}, but got {actual}");
            }
        }
        """;

    [Theory]
    [InlineData("nameof(User.Id)")]
    [InlineData("nameof(User.Number)")]
    [InlineData("nameof(IdOf)")]
    public Task A_value_in_the_wrong_slot_fails_the_batch_and_names_it(string keyOf) => Run(
        $$"""
        [BatchLoader(KeyOf = {{keyOf}})]
        public static async Task<IReadOnlyList<User>> BatchUser(IReadOnlyList<int> ids) => ids.Reverse().Select(id => new User(id, "")).ToList();
        public static int IdOf(User user) => user.Id;
        """,
        """
        var error = await Throws<KeyOrderException>(() => new UserLoader().LoadManyAsync(new[] { 1, 2 }));
        Equal(0, error.Index);
        Equal<object?>(1, error.ExpectedKey);
        Equal<object?>(2, error.ActualKey);
        Equal("UserLoader", error.LoaderName);
        Equal(3, (await new UserLoader().LoadAsync(3)).Id);
        """);

    [Fact]
    public Task Rows_in_any_order_reach_their_keys() => Run(
        """
        [BatchLoader(KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
        public static async Task<List<User>> BatchUser(int[] ids) => ids.Where(id => id != 3).Reverse().Select(id => new User(id, $"name {id}")).ToList();
        """,
        """
        var loader = new UserLoader();
        var results = await loader.LoadManySettledAsync(new[] { 1, 2, 3 });
        Equal("name 1", results[0].Value.Name);
        Equal("name 2", results[1].Value.Name);
        Equal(true, results[2].Error is KeyNotFoundException);
        """);

    [Theory]
    [InlineData("ids.Concat(ids)")]
    [InlineData("ids.Skip(1).Append(99)")]
    public Task A_second_row_and_a_row_nobody_asked_for_break_the_contract(string rows) => Run(
        $$"""
        [BatchLoader(KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
        public static async Task<User[]> BatchUser(List<int> ids) => {{rows}}.Select(id => new User(id, "")).ToArray();
        """,
        """
        await Throws<BatchContractException>(() => new UserLoader().LoadManyAsync(new[] { 1, 2 }));
        """);

    [Theory]
    [InlineData("Task<User[]>", "null!")]
    [InlineData("Task<User[]>", "Task.FromResult<User[]>(null!)")]
    [InlineData("Task<User[]>", "Task.FromResult(new User[5])")]
    [InlineData("ValueTask<User[]>", "default")]
    [InlineData("ValueTask<ImmutableArray<User>>", "default")]
    [InlineData("Task<ImmutableArray<User>>", "Task.FromResult(default(ImmutableArray<User>))")]
    [InlineData("Task<Dictionary<int, User>>", "Task.FromResult<Dictionary<int, User>>(null!)")]
    [InlineData("Task<ILookup<int, User>>", "Task.FromResult<ILookup<int, User>>(null!)")]
    [InlineData("IAsyncEnumerable<KeyValuePair<int, User>>", "null!")]
    public Task D9_D12_A_null_or_a_wrong_count_is_a_contract_exception(string type, string value) => Run(
        $$"""
        [BatchLoader]
        public static {{type}} BatchUser(IReadOnlyList<int> ids) => {{value}};
        """,
        """
        var loader = new UserLoader();
        var error = await Throws<BatchContractException>(() => loader.LoadManyAsync(new[] { 1, 2 }));
        Equal(2, error.KeyCount);
        await Throws<BatchContractException>(() => loader.LoadAsync(1));
        """);

    [Theory]
    [InlineData("Task<Dictionary<int, User>>", "Task.FromResult(new Dictionary<int, User>())", true)]
    [InlineData("Task<Dictionary<int, User?>>", "Task.FromResult(new Dictionary<int, User?>())", false)]
    [InlineData("Task<User[]>", "Task.FromResult(new User[] { null! })", true)]
    [InlineData("Task<User?[]>", "Task.FromResult(new User?[] { null })", false)]
    [InlineData("Task<Dictionary<int, int>>", "Task.FromResult(new Dictionary<int, int>())", true)]
    [InlineData("Task<Dictionary<int, int?>>", "Task.FromResult(new Dictionary<int, int?>())", false)]
    public Task Missing_keys_follow_the_nullability_of_the_signature(string type, string value, bool fails) => Run(
        $$"""
        [BatchLoader]
        public static {{type}} BatchUser(IReadOnlyList<int> ids) => {{value}};
        """,
        fails
            ? "var error = await Throws<KeyNotFoundException>(() => new UserLoader().LoadAsync(7)); Equal(true, error.Message.Contains(\"UserLoader\") && error.Message.Contains(\"7\"));"
            : "Equal<object?>(null, await new UserLoader().LoadAsync(7));");

    [Fact]
    public Task Code_without_nullability_gets_the_lenient_rule() => GeneratorRun.Run(
        "#nullable disable\n" + User + Queries("[BatchLoader] public static async Task<Dictionary<int, User>> BatchUser(int[] ids) => new();"),
        Assertions,
        Test("Equal<object?>(null, await new UserLoader().LoadAsync(7));"));

    [Theory]
    [InlineData("User?", "nameof(User.Id)")]
    [InlineData("Point?", "nameof(Point.Id)")]
    [InlineData("Point?", "nameof(OfPoint)")]
    [InlineData("(int Id, string? Name)", "\"Id\"")]
    public Task A_null_slot_is_a_missing_key(string value, string keyOf) => Run(
        $$"""
        public record struct Point(int Id);
        public static int OfPoint(Point point) => point.Id;
        [BatchLoader(KeyOf = {{keyOf}})]
        public static async Task<{{value}}[]> BatchUser(int[] ids) => ids.Select(Make).ToArray();
        private static {{value}} Make(int id) => {{(value switch { "User?" => "id == 1 ? null : new(id, \"\")", "Point?" => "id == 1 ? null : new Point(id)", _ => "(id, null)" })}};
        """,
        $$"""
        var both = await new UserLoader().LoadManyAsync(new[] { 1, 2 });
        {{(value.EndsWith('?') ? "Equal<object?>(null, both[0]);" : "")}}
        Equal<object?>(2, both[1]{{(value.EndsWith('?') ? "!" : "")}}{{(value == "Point?" ? ".Value" : "")}}.Id);
        """);

    [Fact]
    public Task B18_The_cache_key_identifies_and_the_first_original_key_is_asked_for() => Run(
        """
        public static readonly List<string> Asked = new();
        public static int Calls;
        [BatchLoader(CacheKey = nameof(Fold))]
        public static async Task<string[]> BatchUser(IReadOnlyList<string> names) { Asked.AddRange(names); return names.ToArray(); }
        public static (int, char) Fold(string name) { Calls++; return (name.Length, char.ToLowerInvariant(name[0])); }
        """,
        """
        var loader = new UserLoader(options: new BatchLoaderOptions<(int, char), string>());
        var both = await Task.WhenAll(loader.LoadAsync("Anna"), loader.LoadAsync("anna"));
        Equal("Anna", both[0]);
        Equal("Anna", both[1]);
        Equal("Anna", string.Join(",", Queries.Asked));
        Equal(2, Queries.Calls);
        """);

    [Fact]
    public Task A_stream_serves_each_key_as_it_arrives_and_an_error_fails_only_the_rest() => Run(
        """
        public static readonly TaskCompletionSource Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        [BatchLoader]
        public static async IAsyncEnumerable<KeyValuePair<int, string>> BatchUser(int[] ids)
        {
            yield return new(2, "two");
            await Gate.Task;
            throw new FormatException();
        }
        """,
        """
        var loader = new UserLoader();
        Task<string> one = loader.LoadAsync(1), two = loader.LoadAsync(2);
        Equal("two", await two);
        Equal(false, one.IsCompleted);
        Queries.Gate.SetResult();
        await Throws<FormatException>(() => one);
        Equal("two", await loader.LoadAsync(2));
        """);

    [Fact]
    public Task An_error_for_one_key_fails_only_that_key() => Run(
        """
        [BatchLoader(KeyOf = nameof(User.Id))]
        public static async Task<IReadOnlyList<LoadResult<User>>> BatchUser(IReadOnlyList<int> ids)
            => ids.Select(id => id == 1 ? LoadResult.Failure<User>(new FormatException()) : new User(id, "")).ToList();
        """,
        """
        var results = await new UserLoader().LoadManySettledAsync(new[] { 1, 2 });
        Equal(true, results[0].Error is FormatException);
        Equal(2, results[1].Value.Id);
        """);

    [Fact]
    public Task A6_The_attributes_values_are_defaults_that_options_override() => Run(
        """
        public static readonly List<int> Sizes = new();
        [BatchLoader(MaxBatchSize = 2, Cache = false)]
        public static async Task<int[]> BatchUser(int[] ids) { lock (Sizes) Sizes.Add(ids.Length); return ids; }
        """,
        """
        await new UserLoader().LoadManyAsync(new[] { 1, 1, 2 });
        Equal("1,2", string.Join(",", Queries.Sizes.Order()));
        Queries.Sizes.Clear();
        await new UserLoader(options: new() { MaxBatchSize = 9, Cache = true }).LoadManyAsync(new[] { 1, 1, 2 });
        Equal("2", string.Join(",", Queries.Sizes));
        """);

    [Theory]
    [InlineData("SameAsKeys", "names.Select(name => new Row(name.ToUpperInvariant()))")]
    [InlineData("Any", "names.Reverse().Select(name => new Row(name.ToUpperInvariant()))")]
    public Task B18_The_guard_compares_keys_by_their_cache_key(string order, string rows) => Run(
        $$"""
        public record Row(string Name);
        [BatchLoader(CacheKey = nameof(Fold), KeyOf = nameof(Row.Name), Order = ResultOrder.{{order}})]
        public static async Task<Row[]> BatchUser(IReadOnlyList<string> names) => {{rows}}.ToArray();
        public static string Fold(string name) => name.ToLowerInvariant();
        """,
        """
        var both = await new UserLoader().LoadManyAsync(new[] { "anna", "Ben" });
        Equal("ANNA", both[0].Name);
        Equal("BEN", both[1].Name);
        """);

    [Fact]
    public Task A_key_that_a_stream_never_yields_is_missing() => Run(
        """
        [BatchLoader] public static async IAsyncEnumerable<KeyValuePair<int, User>> BatchUser(int[] ids) { await Task.Yield(); yield return new(1, new User(1, "")); }
        [BatchLoader] public static async IAsyncEnumerable<KeyValuePair<int, User?>> BatchMaybe(int[] ids) { await Task.Yield(); yield return new(1, null); }
        """,
        """
        await Throws<KeyNotFoundException>(() => new UserLoader().LoadManyAsync(new[] { 1, 2 }));
        Equal<object?>(null, (await new MaybeLoader().LoadManyAsync(new[] { 1, 2 }))[1]);
        """);

    private static Task Run(string members, string body) => GeneratorRun.Run(User + Queries(members), Assertions, Test(body));

    private static string Queries(string members) => "public static class Queries\n{\n" + members + "\n}\n";

    private static string Test(string body) => "public static partial class Test\n{\npublic static async Task Run()\n{\n" + body + "\n}\n}\n";
}
