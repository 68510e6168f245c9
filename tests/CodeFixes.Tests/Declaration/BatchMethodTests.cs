using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Declaration;

public class BatchMethodTests
{
    private const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore { public class DbContext; public interface IDbContextFactory<T> where T : DbContext { T CreateDbContext(); } }
        namespace Shop { public sealed class ShopDb : Microsoft.EntityFrameworkCore.DbContext; }
        """;

    [Theory]
    [InlineData("BL0001", "[BatchLoader(KeyOf = \"Id\")] public Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0001", "public interface I { [BatchLoader(KeyOf = \"Id\")] static abstract Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids); }")]
    [InlineData("BL0002", "[BatchLoader(KeyOf = \"Id\")] private static Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0002", "[BatchLoader(KeyOf = \"Id\")] protected static Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0002", "private class Inner { [BatchLoader(KeyOf = \"Id\")] public static Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!; }")]
    [InlineData("BL0002", "private record Secret(int Id); [BatchLoader] private static Task<IReadOnlyList<int>> [|BatchPerson|]([|IReadOnlyList<Secret> ids|]) => null!;")]
    [InlineData("BL0002", "void Outer() { [BatchLoader(KeyOf = \"Id\")] static Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!; BatchPerson(null!); }")]
    [InlineData("BL0003", "[BatchLoader] public static [|IReadOnlyList<User>|] BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static [|Task<User>|] BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static [|Task<IEnumerable<User>>|] BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static [|Task|] BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static [|void|] BatchPerson(IReadOnlyList<int> ids) { }")]
    [InlineData("BL0003", "[BatchLoader] public static [|IAsyncEnumerable<User>|] BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static [|Task<HashSet<User>>|] BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0004", "[BatchLoader(KeyOf = \"Id\")] public static Task<IReadOnlyList<User>> BatchPerson([|int id|]) => null!;")]
    [InlineData("BL0004", "[BatchLoader(KeyOf = \"Id\")] public static Task<IReadOnlyList<User>> BatchPerson([|HashSet<int> ids|]) => null!;")]
    [InlineData("BL0004", "[BatchLoader(KeyOf = \"Id\")] public static Task<IReadOnlyList<User>> BatchPerson([|IList<int> ids|]) => null!;")]
    [InlineData("BL0004", "[BatchLoader(KeyOf = \"Id\")] public static Task<IReadOnlyList<User>> [|BatchPerson|]() => null!;")]
    [InlineData("BL0005", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|]<T>(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0005", "public class Inner<T> { [BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!; }")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|ref int n|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|in int n|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|out int n|]) { n = 1; return null!; }")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|params int[] ids|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|ReadOnlySpan<int> ids|]) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<int?> ids|]) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|string?[] ids|]) => null!;")]
    [InlineData("BL0008", "[BatchLoader([|MaxBatchSize = 0|])] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0008", "[BatchLoader(KeyOf = \"Id\", [|MaxConcurrentBatches = -1|])] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](int[] ids) => null!; [BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPersonAsync|](int[] ids) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](int[] ids) => null!; [BatchLoader([|\"PersonLoader\"|])] public static Task<IReadOnlyList<User>> BatchOther(int[] ids) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchUserById|](int[] ids) => null!;")]
    [InlineData("BL0010", "[BatchLoader] public static Task<IReadOnlyList<User>> [|Batch|](int[] ids) => null!;")]
    [InlineData("BL0010", "[BatchLoader([|\"not a name\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0010", "[BatchLoader([|\"\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0011", "[BatchLoader([|CacheKey = \"Nobody\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0011", "public static string Key(string id) => id; [BatchLoader([|CacheKey = nameof(Key)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0012", "[BatchLoader([|KeyOf = \"Nobody\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0012", "[BatchLoader([|KeyOf = nameof(User.Name)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static [|Task<IReadOnlyDictionary<long, User>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static [|Task<ILookup<string, User>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0014", "public class Key { public int A; } [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<Key> keys|]) => null!;")]
    [InlineData("BL0014", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<byte[]> keys|]) => null!;")]
    [InlineData("BL0015", "public static int Key(int id) => id; [BatchLoader([|CacheKey = nameof(Key)|], Cache = false)] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0016", "[BatchLoader([|Order = ResultOrder.Any|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0017", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, [|ShopDb db|]) => null!;")]
    [InlineData("BL0018", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](int[] ids) => null!;")]
    [InlineData("BL0018", "[BatchLoader] public static ValueTask<Product[]> [|BatchPerson|](IEnumerable<int> ids) => default;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, CancellationToken a, [|CancellationToken b|]) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, [|List<int> other|]) => null!;")]
    public Task Reports(string id, string members) => Analysis.CheckAsync(id, Class(members), Sources.Shop, EntityFramework);

    [Theory]
    [InlineData("[BatchLoader(KeyOf = nameof(User.Id))] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("[BatchLoader(KeyOf = nameof(User.Id))] internal static ValueTask<List<User>> BatchPerson(IReadOnlyCollection<int> ids, CancellationToken ct) => default;")]
    [InlineData("[BatchLoader(KeyOf = nameof(User.Id), Order = ResultOrder.Any)] public static Task<User[]> BatchPerson(IEnumerable<int> ids) => null!;")]
    [InlineData("[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(List<int> ids) => null!;")]
    [InlineData("[BatchLoader] public static Task<ILookup<int, User>> BatchPerson(ReadOnlyMemory<int> ids) => null!;")]
    [InlineData("[BatchLoader] public static IAsyncEnumerable<KeyValuePair<int, User>> StreamPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("[BatchLoader] public static Task<IReadOnlyList<decimal>> BatchPrice(IReadOnlyList<int> ids) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\", MaxBatchSize = 1, MaxConcurrentBatches = 1)] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    [InlineData("[BatchLoader(\"People\", KeyOf = \"Id\")] public static Task<User[]> Batch(int[] ids) => null!;")]
    [InlineData("public static string Key(string id) => id.ToLowerInvariant(); [BatchLoader(CacheKey = nameof(Key))] public static Task<Product[]> BatchPerson(string[] ids) => null!;")]
    [InlineData("public static int KeyOf(User user) => user.Id; [BatchLoader(KeyOf = nameof(KeyOf))] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\", ServiceScope = BatchServiceScope.PerBatch)] public static Task<User[]> BatchPerson(int[] ids, ShopDb db) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids, Microsoft.EntityFrameworkCore.IDbContextFactory<ShopDb> db) => null!;")]
    [InlineData("[BatchLoader] public static Task<Dictionary<(int, string), User>> BatchPerson((int, string)[] keys, IBatchLoader<(int, string), User> self) => null!;")]
    [InlineData("public record Key(int A); [BatchLoader] public static Task<Dictionary<Key, User>> BatchPerson(IReadOnlyList<Key> keys) => null!;")]
    [InlineData("[BatchLoader(Cache = false, KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids) => null!; [BatchLoader(KeyOf = \"Id\")] public static Task<User[]> BatchOther(int[] ids) => null!;")]
    [InlineData("public static Task<User> Unmarked(ref int id) => null!;")]
    [InlineData("[BatchLoader(MaxBatchSize = 1)] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    public async Task Stays_silent(string members)
    {
        var compilation = Generated.Update(Sources.Compile(Class(members), Sources.Shop, EntityFramework));
        Analysis.AssertCompiles(compilation);
        Assert.Empty((await Analysis.RunAsync(compilation)).Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public Task Reports_a_scope_for_each_batch_without_a_container() => Analysis.CheckAsync("BL0020", """
        using System.Threading.Tasks;
        using DataLoader;
        public static class Queries
        {
            [BatchLoader([|ServiceScope = BatchServiceScope.PerBatch|])]
            public static Task<int[]> BatchNumber(int[] ids, object service) => null!;
        }
        """, Sources.WithoutContainer);

    [Fact]
    public async Task Speaks_once_for_a_partial_method()
    {
        var compilation = Sources.Compile("""
            namespace Shop;
            public static partial class Queries { [BatchLoader] public static partial Task<User[]> BatchPerson(int[] ids); }
            public static partial class Queries { public static partial Task<User[]> BatchPerson(int[] ids) => null!; }
            """, Sources.Shop);
        Assert.Single(await Analysis.RunAsync(compilation, "BL0018"));
    }

    [Fact]
    public async Task Messages_name_the_method_and_say_what_to_do()
    {
        var compilation = Sources.Compile(Class("[BatchLoader] public Task<User> BatchPerson(IReadOnlyList<int> ids) => null!;"), Sources.Shop);
        string[] messages = [.. (await Analysis.RunAsync(compilation)).Select(diagnostic => diagnostic.GetMessage(null)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "A loader calls batch method 'BatchPerson' without an instance, but it is an instance method; make it a static method with a body",
                "Batch method 'BatchPerson' can not feed a loader: 'Task<User>' is not one of the types for results; return Task<IReadOnlyList<TValue>>, or a dictionary, a lookup or a stream by key",
            ],
            messages);
    }

    private static string Class(string members) => $$"""
        namespace Shop;
        public class Queries
        {
            {{members}}
        }
        """;
}
