using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Compiles and runs generated loaders for everything a batch method may look like.</summary>
public class ShapeMatrixTests
{
    private static readonly Dictionary<string, string> KeysOf = new()
    {
        ["IReadOnlyList"] = "IReadOnlyList<{0}>",
        ["IReadOnlyCollection"] = "IReadOnlyCollection<{0}>",
        ["IEnumerable"] = "IEnumerable<{0}>",
        ["Array"] = "{0}[]",
        ["List"] = "List<{0}>",
        ["Memory"] = "ReadOnlyMemory<{0}>",
    };

    // {0} is the key's type, {1} the value's, {2} the expression that makes a value of `key`, {3} the keys as an IEnumerable.
    private static readonly Dictionary<string, string> Results = new()
    {
        ["IReadOnlyList"] = "static async Task<IReadOnlyList<{1}>> Batch^ => {3}.Select(key => {2}).ToList();",
        ["Array"] = "static async Task<{1}[]> Batch^ => {3}.Select(key => {2}).ToArray();",
        ["List"] = "static async ValueTask<List<{1}>> Batch^ => {3}.Select(key => {2}).ToList();",
        ["ImmutableArray"] = "static async ValueTask<ImmutableArray<{1}>> Batch^ => {3}.Select(key => {2}).ToImmutableArray();",
        ["LoadResults"] = "static async Task<LoadResult<{1}>[]> Batch^ => {3}.Select(key => LoadResult.Success<{1}>({2})).ToArray();",
        ["IReadOnlyDictionary"] = "static async Task<IReadOnlyDictionary<{0}, {1}>> Batch^ => {3}.ToDictionary(key => key, key => {2});",
        ["Dictionary"] = "static async ValueTask<Dictionary<{0}, {1}>> Batch^ => {3}.ToDictionary(key => key, key => {2});",
        ["ImmutableDictionary"] = "static async Task<ImmutableDictionary<{0}, {1}>> Batch^ => {3}.ToImmutableDictionary(key => key, key => {2});",
        ["Lookup"] = "static async Task<ILookup<{0}, {1}>> Batch^ => {3}.ToLookup(key => key, key => {2});",
        ["Stream"] = "static async IAsyncEnumerable<KeyValuePair<{0}, {1}>> Batch^ {{ await Task.Yield(); foreach (var key in {3}.Reverse()) yield return new(key, {2}); }}",
    };

    private static readonly Dictionary<string, string> Containers = new()
    {
        ["static class"] = "namespace N { public static class Queries { public % } }",
        ["class"] = "namespace N { internal class Queries { internal % } }",
        ["nested"] = "namespace N.M { public partial class Outer { protected internal struct Queries { public % } } }",
        ["record"] = "namespace N { public sealed record Queries(int X) { public % } }",
        ["struct"] = "namespace N { public readonly struct Queries { public % } }",
        ["record struct"] = "namespace N { public readonly record struct Queries(int X) { public % } }",
        ["nested in a record"] = "namespace N { public abstract partial record Outer { internal static partial class Queries { public % } } }",
        ["file-scoped"] = "namespace N.Scoped; public static class Queries { public % }",
        ["interface"] = "namespace N { public interface IQueries { % } }",
        ["keywords"] = "namespace @event.@class { public static class @new { public % } }",
        ["global"] = "public static class Queries { public % }",
        ["clash"] = "namespace Shop.System.DataLoader { public static class Task { public % } public class Batch { } public class BatchLoader { } }",
    };

    // key type, value type, two keys, a value from `key`
    private static readonly Dictionary<string, (string Key, string Value, string One, string Two, string Make)> Types = new()
    {
        ["int to record"] = ("int", "Rec", "1", "2", "new Rec(key)"),
        ["string to int"] = ("string", "int", "\"a\"", "\"bb\"", "key.Length"),
        ["guid to string"] = ("Guid", "string", "Guid.Empty", "new Guid(\"11111111-1111-1111-1111-111111111111\")", "key.ToString()"),
        ["tuple to tuple"] = ("(int Id, string Name)", "(string @class, int[] Sizes)", "(1, \"a\")", "(2, \"b\")", "(key.Name, new[] { key.Id })"),
        ["enum to nullable value"] = ("DayOfWeek", "int?", "DayOfWeek.Monday", "DayOfWeek.Friday", "(int?)(int)key"),
        ["record to nullable reference"] = ("Rec", "List<Rec?>?", "new Rec(1)", "new Rec(2)", "(List<Rec?>?)new List<Rec?> { key, null }"),
        ["keyword types"] = ("@int.@struct", "@int.@new<string?>", "new @int.@struct(1)", "new @int.@struct(2)", "new @int.@new<string?>(key.Id)"),
        ["nested and generic"] = ("Box<int>.Inner<string>", "Dictionary<string, Box<int>.Inner<string>[]>", "new(1)", "new(2)", "new Dictionary<string, Box<int>.Inner<string>[]> { [key.Id.ToString()] = new[] { key } }"),
        ["internal"] = ("Hidden", "Hidden", "new Hidden(1)", "new Hidden(2)", "key"),
        ["native and object"] = ("nint", "object", "1", "2", "(object)(long)key"),
        ["long to dynamic"] = ("long", "dynamic", "1L", "2L", "(object)key"),
        ["clashing names"] = ("Shop.System.Int32", "Shop.DataLoader.LoadResult", "new Shop.System.Int32(1)", "new Shop.System.Int32(2)", "new Shop.DataLoader.LoadResult(key.Id)"),
    };

    private const string Declarations = """
        public sealed record Rec(int Id);
        internal sealed record Hidden(int Id);
        public static class @int { public readonly struct @struct(int id) { public int Id => id; } public record @new<T>(int Id); }
        public class Box<T> { public sealed record Inner<U>(int Id); }
        namespace Shop.System { public record Int32(int Id); }
        namespace Shop.DataLoader { public record LoadResult(int Id); }

        """;

    public static TheoryData<string, string> KeysAndResults()
    {
        var data = new TheoryData<string, string>();
        foreach (string keys in KeysOf.Keys)
        {
            foreach (string result in Results.Keys)
                data.Add(keys, result);
        }

        return data;
    }

    public static TheoryData<string> ContainerKinds() => [.. Containers.Keys];

    public static TheoryData<string> TypeKinds() => [.. Types.Keys];

    [Theory]
    [MemberData(nameof(KeysAndResults))]
    public Task Every_form_of_keys_with_every_form_of_results(string keys, string result)
        => Run("internal static class Queries { internal % }", "int to record", keys, result);

    [Theory]
    [MemberData(nameof(ContainerKinds))]
    public Task Every_kind_of_container(string container) => Run(Containers[container], "int to record", "IReadOnlyList", "IReadOnlyList");

    [Theory]
    [MemberData(nameof(TypeKinds))]
    public async Task Every_kind_of_key_and_value(string types)
    {
        foreach (string result in Results.Keys)
            await Run("internal static class Queries { internal % }", types, "Array", result);
    }

    private static Task Run(string container, string types, string keys, string result)
    {
        (string key, string value, string one, string two, string make) = Types[types];
        string keysType = string.Format(KeysOf[keys], key);
        string method = string.Format(Results[result], key, value, make, keys == "Memory" ? "keys.ToArray().AsEnumerable()" : "keys.AsEnumerable()")
            .Replace("^", $"({keysType} keys, StringComparer service, CancellationToken token, IBatchLoader<{key}, {(result == "Lookup" ? $"IReadOnlyList<{value}>" : value)}> self)");

        string declared = container.Replace("public %", "[BatchLoader(\"MyLoader\")] public " + method)
            .Replace("internal %", "[BatchLoader(\"MyLoader\")] internal " + method)
            .Replace("%", "[BatchLoader(\"MyLoader\")] " + method);
        string @namespace = container.StartsWith("namespace ", StringComparison.Ordinal) ? container.Split(' ')[1].TrimEnd(';') + "." : "";
        string test = $$"""
            public static class Test
            {
                public static async Task Run()
                {
                    var loader = new global::{{@namespace}}MyLoader(StringComparer.Ordinal);
                    {{key}} first = {{one}};
                    {{key}} second = {{two}};
                    var both = await loader.LoadManyAsync(new[] { first, second, first });
                    if (both.Count != 3) throw new Exception("count");
                    Check(first, both[0]);
                    Check(second, both[1]);
                    Check(first, both[2]);
                    Check(second, await loader.LoadAsync(second));
                    await loader.ClearAll().Clear(first).LoadAsync(first);
                }

                private static void Check({{key}} key, object? actual)
                {
                    object? expected = {{make}};
                    {{(result == "Lookup" ? "actual = ((System.Collections.IEnumerable)actual!).Cast<object?>().Single();" : "")}}
                    string one = System.Text.Json.JsonSerializer.Serialize(expected), other = System.Text.Json.JsonSerializer.Serialize(actual);
                    if (one != other) throw new Exception($"expected {one}, but got {other}");
                }
            }
            """;
        return GeneratorRun.Run(Declarations, declared, test);
    }
}
