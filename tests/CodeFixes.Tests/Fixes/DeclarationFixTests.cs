using DataLoader.CodeFixes.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace DataLoader.CodeFixes.Tests.Fixes;

/// <summary>Each fix is applied, and what comes out is compiled with its generated loader.</summary>
public class DeclarationFixTests
{
    [Theory]
    [InlineData("BL0001", "MakeStatic", "[BatchLoader] public Task<User[]> BatchPerson(int[] ids) => null!;", "public static Task<User[]> BatchPerson(int[] ids)")]
    [InlineData("BL0001", "MakeStatic", "[BatchLoader] public async Task<User[]> BatchPerson(int[] ids) { await Task.Yield(); return []; }", "public static async Task<User[]>")]
    [InlineData("BL0001", "MakeStatic", "[BatchLoader] public virtual Task<User[]> BatchPerson(int[] ids) => null!;", "public static Task<User[]> BatchPerson(int[] ids)")]
    [InlineData("BL0001", "MakeStatic", "private readonly IDbContextFactory _db = null!; object Other => _db; public interface IDbContextFactory { User[] All { get; } } [BatchLoader] public Task<User[]> BatchPerson(int[] ids, CancellationToken ct) => Task.FromResult(this._db.All.Concat(_db.All).ToArray());", "public static Task<User[]> BatchPerson(int[] ids, IDbContextFactory db, CancellationToken ct) => Task.FromResult(db.All.Concat(db.All).ToArray());")]
    [InlineData("BL0001", "MakeStatic", "public class Inner(List<User> users) { object Other => users; [BatchLoader] public Task<User[]> BatchPerson(int[] ids) => Task.FromResult(users.ToArray()); }", "public static Task<User[]> BatchPerson(int[] ids, List<User> users) => Task.FromResult(users.ToArray());")]
    [InlineData("BL0002", "MakeInternal", "[BatchLoader] private static Task<User[]> BatchPerson(int[] ids) => null!;", "internal static Task<User[]>")]
    [InlineData("BL0002", "MakeInternal", "[BatchLoader] static Task<User[]> BatchPerson(int[] ids) => null!;", "internal static Task<User[]>")]
    [InlineData("BL0002", "MakeInternal", "[BatchLoader] private protected static Task<User[]> BatchPerson(int[] ids) => null!;", "internal static Task<User[]>")]
    [InlineData("BL0002", "MakeInternal", "private class Inner { [BatchLoader] public static Task<User[]> BatchPerson(int[] ids) => null!; }", "internal class Inner { [BatchLoader] public static")]
    [InlineData("BL0003", "WrapInTask", "[BatchLoader] public static IReadOnlyList<User> BatchPerson(int[] ids) => [];", "public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => Task.FromResult<IReadOnlyList<User>>([]);")]
    [InlineData("BL0003", "WrapInTask", "[BatchLoader] public static Dictionary<int, User> BatchPerson(int[] ids) { if (ids.Length > 5) return new(); Func<int> f = () => { return 1; }; f(); return new(); }", "if (ids.Length > 5) return Task.FromResult<Dictionary<int, User>>(new()); Func<int> f = () => { return 1; };")]
    [InlineData("BL0003", "ReturnList", "[BatchLoader] public static async Task<IEnumerable<User>> BatchPerson(int[] ids) { await Task.Yield(); return ids.Select(id => new User(id, \"\")); }", "async Task<IReadOnlyList<User>> BatchPerson(int[] ids) { await Task.Yield(); return Enumerable.ToList(ids.Select(id => new User(id, \"\"))); }")]
    [InlineData("BL0003", "ReturnList", "[BatchLoader] public static async ValueTask<IList<User>> BatchPerson(int[] ids) { await Task.Yield(); return new User[1]; }", "async ValueTask<IReadOnlyList<User>> BatchPerson(int[] ids) { await Task.Yield(); return new User[1]; }")]
    [InlineData("BL0004", "UseReadOnlyList", "[BatchLoader] public static Task<User[]> BatchPerson(HashSet<int> ids) => null!;", "BatchPerson(IReadOnlyList<int> ids)")]
    [InlineData("BL0004", "UseReadOnlyList", "[BatchLoader] public static Task<User[]> BatchPerson(IList<string> ids, CancellationToken ct) => null!;", "BatchPerson(IReadOnlyList<string> ids, CancellationToken ct)")]
    [InlineData("BL0006", "RemoveModifiers", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, ref int n) => null!;", "(int[] ids, int n)")]
    [InlineData("BL0006", "RemoveModifiers", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, out int n) { n = 1; return null!; }", "(int[] ids, int n)")]
    [InlineData("BL0006", "RemoveModifiers", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, ref readonly int n) => null!;", "(int[] ids, int n)")]
    [InlineData("BL0006", "RemoveModifiers", "[BatchLoader] public static Task<User[]> BatchPerson(params int[] ids) => null!;", "(int[] ids)")]
    [InlineData("BL0006", "UseReadOnlyList", "[BatchLoader] public static Task<User[]> BatchPerson(ReadOnlySpan<int> ids) => null!;", "(IReadOnlyList<int> ids)")]
    [InlineData("BL0007", "RemoveQuestionMark", "[BatchLoader] public static Task<User[]> BatchPerson(IReadOnlyList<int?> ids) => null!;", "(IReadOnlyList<int> ids)")]
    [InlineData("BL0007", "RemoveQuestionMark", "[BatchLoader] public static Task<User[]> BatchPerson(string?[] ids) => null!;", "(string[] ids)")]
    [InlineData("BL0008", "RemoveLimit", "[BatchLoader(MaxBatchSize = 0)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader] public")]
    [InlineData("BL0008", "RemoveLimit", "[BatchLoader(MaxConcurrentBatches = -1, Cache = false)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(Cache = false)] public")]
    [InlineData("BL0008", "SetLimitToOne", "[BatchLoader(MaxBatchSize = 0)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(MaxBatchSize = 1)] public")]
    [InlineData("BL0010", "NameLoader", "[BatchLoader] public static Task<User[]> Batch(int[] ids) => null!;", "[BatchLoader(\"QueriesLoader\")]")]
    [InlineData("BL0010", "NameLoader", "[BatchLoader(\"person loader\", KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(\"personloader\", KeyOf = \"Id\")]")]
    [InlineData("BL0011", "RemoveCacheKey", "[BatchLoader(CacheKey = \"Nobody\")] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader] public")]
    [InlineData("BL0011", "UseCacheKey", "public static long Identity(int id) => id; [BatchLoader(CacheKey = \"Nobody\")] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(CacheKey = nameof(Identity))]")]
    [InlineData("BL0045", "UseKeyComparer", "public static StringComparer Codes => StringComparer.OrdinalIgnoreCase; [BatchLoader(KeyComparer = \"Code\")] public static Task<Dictionary<string, User>> BatchPerson(string[] codes) => null!;", "[BatchLoader(KeyComparer = nameof(Codes))]")]
    [InlineData("BL0045", "RemoveKeyComparer", "[BatchLoader(KeyComparer = \"Code\")] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader] public")]
    [InlineData("BL0012", "UseKeyOf", "[BatchLoader(KeyOf = nameof(User.Name))] public static Task<User?[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(KeyOf = nameof(User.Id))]")]
    [InlineData("BL0012", "RemoveKeyOf", "[BatchLoader(KeyOf = \"Nobody\")] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader] public")]
    [InlineData("BL0013", "UseKeyOfResult", "[BatchLoader] public static Task<Dictionary<long, User>> BatchPerson(int[] ids) => null!;", "(IReadOnlyList<long> ids)")]
    [InlineData("BL0013", "UseKeyOfResult", "[BatchLoader] public static IAsyncEnumerable<KeyValuePair<string, User>> BatchPerson(int[] ids) => null!;", "(IReadOnlyList<string> ids)")]
    [InlineData("BL0014", "MakeRecord", "public class Key { public int A; } [BatchLoader] public static Task<User[]> BatchPerson(Key[] keys) => null!;", "public record Key { public int A; }")]
    [InlineData("BL0028", "RemoveBatchArgument", "[BatchLoader] public static Task<User[]> BatchPerson([BatchArgument] int[] ids) => null!;", "BatchPerson(int[] ids)")]
    [InlineData("BL0028", "RemoveBatchArgument", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, [BatchArgument] CancellationToken token) => null!;", "(int[] ids, CancellationToken token)")]
    [InlineData("BL0029", "MakeRecord", "public class Page { public int A { get; init; } } [BatchLoader] public static Task<User[]> BatchPerson(int[] ids, [BatchArgument] Page? page) => null!;", "public record Page { public int A { get; init; } }")]
    [InlineData("BL0030", "MakeInit", "public record Page { public int A { get; set; } } [BatchLoader] public static Task<User[]> BatchPerson(int[] ids, [BatchArgument] Page page) => null!;", "public record Page { public int A { get; init; } }")]
    [InlineData("BL0031", "RemoveCacheKey", "public static int Fold(int id) => id; [BatchLoader(Sharing = BatchSharing.Process, CacheKey = nameof(Fold))] public static Task<Dictionary<int, string>> BatchPerson(int[] ids) => null!;", "[BatchLoader(Sharing = BatchSharing.Process)]")]
    [InlineData("BL0031", "RemoveSharing", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, IBatchLoader<int, string> self) => null!;", "[BatchLoader] public")]
    [InlineData("BL0032", "RemovePartition", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [Partition] CancellationToken token) => null!;", "(int[] ids, CancellationToken token)")]
    [InlineData("BL0034", "RemoveServiceScope", "[BatchLoader(Sharing = BatchSharing.Process, ServiceScope = BatchServiceScope.LoaderScope)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, object db) => null!;", "[BatchLoader(Sharing = BatchSharing.Process)]")]
    [InlineData("BL0015", "RemoveCacheKey", "public static int Key(int id) => id; [BatchLoader(CacheKey = nameof(Key), Cache = false)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(Cache = false)]")]
    [InlineData("BL0015", "TurnCacheOn", "public static int Key(int id) => id; [BatchLoader(CacheKey = nameof(Key), Cache = false)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(CacheKey = nameof(Key))]")]
    [InlineData("BL0016", "AddKeyOf", "[BatchLoader(Order = ResultOrder.Any)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(Order = ResultOrder.Any, KeyOf = nameof(User.Id))]")]
    [InlineData("BL0016", "RemoveOrder", "[BatchLoader(Order = ResultOrder.Any)] public static Task<string[]> BatchName(int[] ids) => null!;", "[BatchLoader] public")]
    [InlineData("BL0017", "UsePerBatch", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, ShopDb db) => null!;", "[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]")]
    [InlineData("BL0023", "ReturnLookup", "[BatchLoader] public static async Task<List<IGrouping<int, User>>> BatchTeam(int[] ids) { await Task.Yield(); return new User[0].GroupBy(u => u.Id).ToList(); }", "Task<ILookup<int, User>> BatchTeam(int[] ids) { await Task.Yield(); return new User[0].ToLookup(u => u.Id); }")]
    [InlineData("BL0023", "ReturnLookup", "static Task<User[]> Rows() => null!; [BatchLoader] public static async Task<IGrouping<int, User>[]> BatchTeam(int[] ids) => (await Rows()).GroupBy(u => u.Id).ToArray();", "Task<ILookup<int, User>> BatchTeam(int[] ids) => (await Rows()).ToLookup(u => u.Id);")]
    [InlineData("BL0023", "ReturnLookup", "[BatchLoader] public static Task<List<IGrouping<int, User>>> BatchTeam(int[] ids) => Task.FromResult(new User[0].GroupBy(u => u.Id).ToList());", "Task<ILookup<int, User>> BatchTeam(int[] ids) => Task.FromResult<ILookup<int, User>>(new User[0].ToLookup(u => u.Id));")]
    [InlineData("BL0023", "ReturnLookup", "static Task<List<IGrouping<int, User>>> Teams() => null!; [BatchLoader] public static async Task<List<IGrouping<int, User>>> BatchTeam(int[] ids) => await Teams();", "(await Teams()).SelectMany(group => group, (group, value) => (group.Key, value)).ToLookup(pair => pair.Key, pair => pair.value)")]
    [InlineData("BL0018", "AddKeyOf", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(KeyOf = nameof(User.Id))]")]
    [InlineData("BL0018", "AddKeyOfAndOrder", "[BatchLoader(MaxBatchSize = 5)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(MaxBatchSize = 5, KeyOf = nameof(User.Id), Order = ResultOrder.Any)]")]
    [InlineData("BL0025", "SetMaxBatchSize", "[BatchLoader(KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids, ShopDb db) => null!;", "[BatchLoader(KeyOf = \"Id\", MaxBatchSize = 1000)]")]
    [InlineData("BL0019", "RemoveToken", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, CancellationToken a, CancellationToken b) { b.ThrowIfCancellationRequested(); return null!; }", "(int[] ids, CancellationToken a) { a.ThrowIfCancellationRequested(); return null!; }")]
    public async Task Applies(string id, string key, string members, string expected)
        => Assert.Contains(expected, await Fixing.ApplyAsync(id, key, Sources.InClass(members), Sources.Shop, Sources.EntityFramework), StringComparison.Ordinal);

    [Theory]
    [InlineData("BL0001", "MakeStatic", "[BatchLoader] public Task<User[]> BatchA(int[] ids) => null!; [BatchLoader] public Task<User[]> BatchB(int[] ids) => null!;")]
    [InlineData("BL0002", "MakeInternal", "private class Inner { [BatchLoader] private static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader] private static Task<User[]> BatchB(int[] ids) => null!; }")]
    [InlineData("BL0003", "WrapInTask", "[BatchLoader] public static User[] BatchA(int[] ids) => []; [BatchLoader] public static User[] BatchB(int[] ids) => [];")]
    [InlineData("BL0004", "UseReadOnlyList", "[BatchLoader] public static Task<User[]> BatchA(ISet<int> ids) => null!; [BatchLoader] public static Task<User[]> BatchB(ISet<int> ids) => null!;")]
    [InlineData("BL0006", "RemoveModifiers", "[BatchLoader] public static Task<User[]> BatchA(int[] ids, in int a, in int b) => null!;")]
    [InlineData("BL0007", "RemoveQuestionMark", "[BatchLoader] public static Task<User[]> BatchA(int?[] ids) => null!; [BatchLoader] public static Task<User[]> BatchB(int?[] ids) => null!;")]
    [InlineData("BL0008", "RemoveLimit", "[BatchLoader(MaxBatchSize = 0, MaxConcurrentBatches = 0)] public static Task<User[]> BatchA(int[] ids) => null!;")]
    [InlineData("BL0009", "NameLoader", "[BatchLoader] public static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader] public static Task<User[]> BatchAAsync(int[] ids) => null!;")]
    [InlineData("BL0010", "NameLoader", "[BatchLoader] public static Task<User[]> Batch(int[] ids) => null!; [BatchLoader] public static Task<User[]> BatchAsync(int[] ids) => null!;")]
    [InlineData("BL0011", "RemoveCacheKey", "[BatchLoader(CacheKey = \"X\")] public static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader(CacheKey = \"X\")] public static Task<User[]> BatchB(int[] ids) => null!;")]
    [InlineData("BL0045", "UseKeyComparer", "public static StringComparer Codes => null!; [BatchLoader(KeyComparer = \"X\")] public static Task<User[]> BatchA(string[] codes) => null!; [BatchLoader(KeyComparer = \"X\")] public static Task<User[]> BatchB(string[] codes) => null!;")]
    [InlineData("BL0012", "UseKeyOf", "[BatchLoader(KeyOf = \"X\")] public static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader(KeyOf = \"X\")] public static Task<User[]> BatchB(int[] ids) => null!;")]
    [InlineData("BL0013", "UseKeyOfResult", "[BatchLoader] public static Task<Dictionary<long, User>> BatchA(int[] ids) => null!; [BatchLoader] public static Task<Dictionary<long, User>> BatchB(int[] ids) => null!;")]
    [InlineData("BL0014", "MakeRecord", "public class Key; [BatchLoader] public static Task<User[]> BatchA(Key[] keys) => null!; [BatchLoader] public static Task<User[]> BatchB(Key[] keys) => null!;")]
    [InlineData("BL0015", "TurnCacheOn", "public static int K(int id) => id; [BatchLoader(CacheKey = \"K\", Cache = false)] public static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader(CacheKey = \"K\", Cache = false)] public static Task<User[]> BatchB(int[] ids) => null!;")]
    [InlineData("BL0016", "AddKeyOf", "[BatchLoader(Order = ResultOrder.Any)] public static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader(Order = ResultOrder.Any)] public static Task<User[]> BatchB(int[] ids) => null!;")]
    [InlineData("BL0017", "UsePerBatch", "[BatchLoader] public static Task<User[]> BatchA(int[] ids, ShopDb a, ShopDb b) => null!; [BatchLoader] public static Task<User[]> BatchB(int[] ids, ShopDb db) => null!;")]
    [InlineData("BL0018", "AddKeyOf", "[BatchLoader] public static Task<User[]> BatchA(int[] ids) => null!; [BatchLoader] public static Task<Product[]> BatchB(int[] ids) => null!;")]
    [InlineData("BL0019", "RemoveToken", "[BatchLoader] public static Task<User[]> BatchA(int[] ids, CancellationToken a, CancellationToken b, CancellationToken c) => Task.FromCanceled<User[]>(c);")]
    public Task Applies_to_all(string id, string key, string members) => Fixing.ApplyAllAsync(id, key, Sources.InClass(members), Sources.Shop, Sources.EntityFramework);

    [Theory]
    [InlineData("BL0001", "private int n; [BatchLoader] public Task<User[]> BatchA(int[] ids) => Task.FromResult(new User[n]);")]
    [InlineData("BL0001", "private readonly string _db = \"\"; [BatchLoader] public Task<User[]> BatchA(int[] ids, int db) => Task.FromResult(new User[_db.Length]);")]
    [InlineData("BL0001", "private readonly string _db = \"\"; [BatchLoader] public Task<User[]> BatchA(int[] ids) => Task.FromResult(new User[_db.Length]); object Call() => BatchA([1]);")]
    [InlineData("BL0001", "private int _n; [BatchLoader] public Task<User[]> BatchA(int[] ids) { _n++; return null!; }")]
    [InlineData("BL0001", "[BatchLoader] public Task<User[]> BatchA(int[] ids) { ToString(); return null!; }")]
    [InlineData("BL0003", "[BatchLoader] public static Task<IEnumerable<User>> BatchA(int[] ids) => null!;")]
    [InlineData("BL0003", "[BatchLoader] public static IEnumerable<User> BatchA(int[] ids) { yield break; }")]
    [InlineData("BL0004", "[BatchLoader] public static Task<User[]> BatchA(string id) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<User[]> BatchA(int?[] ids) => Task.FromResult(ids.Where(id => id.HasValue).Select(id => new User(id!.Value, \"\")).ToArray());")]
    [InlineData("BL0007", "[BatchLoader] public static Task<User[]> BatchA(IReadOnlyList<int?> ids) => Task.FromResult(ids.Select(id => new User(id ?? 0, \"\")).ToArray());")]
    [InlineData("BL0007", "[BatchLoader] public static Task<User[]> BatchA(IReadOnlyList<int?> ids) => Task.FromResult(ids.Select(id => id is null ? null! : new User(1, \"\")).ToArray());")]
    [InlineData("BL0007", "[BatchLoader] public static Task<User[]> BatchA(IReadOnlyList<int?> ids) { foreach (var id in ids) Console.WriteLine(id?.ToString()); return null!; }")]
    [InlineData("BL0014", "[BatchLoader] public static Task<User[]> BatchA(byte[][] keys) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<User[]> BatchA(int[] ids, int[] others) => null!;")]
    public async Task Offers_nothing_that_would_not_work(string id, string members)
        => Assert.Empty(await Fixing.OfferedAsync(id, Sources.InClass(members), Sources.Shop, Sources.EntityFramework));

    [Theory]
    [InlineData("AddKeyOfAndOrder AddKeyOf", "async Task<User[]> BatchA(int[] ids, IQueryable<User> all) => all.Where(user => ids.Contains(user.Id)).ToArray();")]
    [InlineData("AddKeyOfAndOrder AddKeyOf", "async Task<List<User>> BatchA(int[] ids, IQueryable<User> all) { await Task.Yield(); return all.OrderBy(user => user.Name).ToList(); }")]
    [InlineData("AddKeyOfAndOrder AddKeyOf", "async Task<List<User>> BatchA(int[] ids, List<User> all) => (from user in all where ids.Contains(user.Id) select user).ToList();")]
    [InlineData("AddKeyOf AddKeyOfAndOrder", "async Task<User[]> BatchA(int[] ids, IQueryable<User> all) => ids.Select(id => all.First(user => user.Id == id)).ToArray();")]
    [InlineData("AddKeyOf AddKeyOfAndOrder", "Task<User[]> BatchA(int[] ids) => null!;")]
    [InlineData("AddKeyOf", "async Task<LoadResult<User>[]> BatchA(int[] ids, IQueryable<User> all) => all.Where(user => ids.Contains(user.Id)).Select(user => LoadResult.Success(user)).ToArray();")]
    public async Task Offers_the_order_of_rows_first_where_rows_are_returned(string keys, string method)
        => Assert.Equal(keys, string.Join(" ", await Fixing.OfferedAsync("BL0018", Sources.InClass("[BatchLoader] public static " + method), Sources.Shop)));

    [Theory]
    [InlineData(null)]
    [InlineData("BL0016.RemoveOrder")]
    [InlineData("BL0001.MakeStatic")]
    public async Task Who_asks_for_a_rule_without_a_choice_gets_its_first_fix(string? key)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Fixing.AddTo(workspace, [Sources.InClass("[BatchLoader] public static Task<User[]> BatchA(int[] ids) => null!;"), Sources.Shop]);
        Document changed = await Fixing.FixAllAsync(document, "BL0018", key, await Fixing.DiagnosticsAsync(document, "BL0018"));
        Assert.Contains("[BatchLoader(KeyOf = nameof(User.Id))]", (await changed.GetTextAsync()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<User[]> BatchPerson(int[] ids, object service) => null!;", "[BatchLoader] public")]
    [InlineData("[BatchLoader(\"People\", ServiceScope = BatchServiceScope.PerBatch, KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids, ShopDb db) => null!;", "[BatchLoader(\"People\", KeyOf = \"Id\")]")]
    public async Task Gives_up_a_scope_for_each_batch_without_a_container(string members, string expected)
        => Assert.Contains(
            expected,
            await Fixing.ApplyAsync("BL0020", "RemoveServiceScope", Sources.InClass(members), Sources.Shop, Sources.EntityFramework, Sources.WithoutContainer),
            StringComparison.Ordinal);

    [Fact]
    public Task Gives_up_all_scopes_for_each_batch_without_a_container() => Fixing.ApplyAllAsync("BL0020", "RemoveServiceScope", Sources.InClass("""
        [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<User[]> BatchA(int[] ids, object service) => null!;
        [BatchLoader(KeyOf = "Id", ServiceScope = BatchServiceScope.PerBatch)] public static Task<User[]> BatchB(int[] ids, object service) => null!;
        """), Sources.Shop, Sources.WithoutContainer);

    [Fact]
    public async Task Offers_no_scope_for_each_batch_without_a_container() => Assert.Empty(await Fixing.OfferedAsync(
        "BL0017",
        Sources.InClass("[BatchLoader] public static Task<User[]> BatchA(int[] ids, ShopDb db) => null!;"),
        Sources.Shop,
        Sources.EntityFramework,
        Sources.WithoutContainer));

    [Theory]
    [InlineData("BL0006", "RemoveModifiers", "[BatchLoader] public static Task<User[]> BatchPerson(int[] ids, ref readonly /* r */ int n) => null!;", "(int[] ids, /* r */ int n)")]
    [InlineData("BL0008", "RemoveLimit", "[BatchLoader(MaxBatchSize = 0 /* none */, Cache = false)] public static Task<User[]> BatchPerson(int[] ids) => null!;", "/* none */")]
    [InlineData("BL0008", "RemoveLimit", "[BatchLoader(Cache = false, MaxBatchSize = 0    )] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(Cache = false)]")]
    [InlineData("BL0015", "RemoveCacheKey", "public static int Key(int id) => id; [BatchLoader(Cache = false, /* why */ CacheKey = nameof(Key))] public static Task<User[]> BatchPerson(int[] ids) => null!;", "[BatchLoader(Cache = false /* why */)]")]
    public async Task Keeps_comments_at_what_is_removed(string id, string key, string members, string expected)
        => Assert.Contains(expected, await Fixing.ApplyAsync(id, key, Sources.InClass(members), Sources.Shop), StringComparison.Ordinal);

    /// <summary>Whoever called a method through an instance calls it through its type.</summary>
    [Fact]
    public async Task Makes_callers_of_a_method_that_becomes_static_call_the_type()
    {
        const string Elsewhere = """
            namespace Elsewhere;
            public class Caller(Shop.Queries queries)
            {
                public Task<Shop.User[]> Run() => queries.BatchPerson([queries.GetHashCode()]);
                public Func<int[], Task<Shop.User[]>> Group() => queries.BatchPerson;
            }
            """;
        string changed = await Fixing.ApplyAsync("BL0001", "MakeStatic", Sources.InClass("""
            [BatchLoader] public Task<User[]> BatchPerson(int[] ids) => null!;
            public static Task<User[]> Run(Queries queries) => queries.BatchPerson([1]);
            public Task<User[]> Own() => this.BatchPerson([1]);
            public Task<User[]> Plain() => BatchPerson([1]);
            """), Sources.Shop, Elsewhere);
        Assert.Contains("Run(Queries queries) => Queries.BatchPerson([1]);", changed, StringComparison.Ordinal);
        Assert.Contains("Own() => Queries.BatchPerson([1]);", changed, StringComparison.Ordinal);
        Assert.Contains("Plain() => BatchPerson([1]);", changed, StringComparison.Ordinal);
    }

    /// <summary>Calls that would lose what they compute, or that have no instance to leave out, are left for a person.</summary>
    [Theory]
    [InlineData("public static Task<User[]> Run() => new Queries().BatchA([1]);")]
    [InlineData("public static Task<User[]>? Run(Queries? queries) => queries?.BatchA([1]);")]
    public async Task Offers_no_static_where_a_caller_could_not_follow(string caller)
        => Assert.Empty(await Fixing.OfferedAsync("BL0001", Sources.InClass("[BatchLoader] public Task<User[]> BatchA(int[] ids) => null!; " + caller), Sources.Shop));

    [Theory]
    [InlineData("[BatchLoader] public static async Task<IQueryable<User>> BatchPerson(int[] ids, ShopDb db) { await Task.Yield(); return db.Users.Where(u => ids.Contains(u.Id)); }", ".ToListAsync(db.Users.Where(u => ids.Contains(u.Id)));")]
    [InlineData("[BatchLoader] public static async Task<IEnumerable<User>> BatchPerson(int[] ids, ShopDb db, CancellationToken token) { await Task.Yield(); return db.Users.Where(u => ids.Contains(u.Id)); }", ".ToListAsync(db.Users.Where(u => ids.Contains(u.Id)), token);")]
    public async Task Reads_a_query_of_entity_framework_asynchronously(string members, string expected)
        => Assert.Contains(
            "return await global::Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions" + expected,
            await Fixing.ApplyAsync("BL0003", "ReturnList", Sources.InClass(members), Sources.Shop, """
                namespace Microsoft.EntityFrameworkCore
                {
                    public class DbContext;
                    public static class EntityFrameworkQueryableExtensions
                    {
                        public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken token = default) => Task.FromResult(source.ToList());
                    }
                }
                namespace Shop { public class ShopDb : Microsoft.EntityFrameworkCore.DbContext { public IQueryable<User> Users => null!; } }
                """),
            StringComparison.Ordinal);

    [Fact]
    public async Task Keeps_comments_and_white_space()
    {
        string changed = await Fixing.ApplyAsync("BL0002", "MakeInternal", Sources.InClass("""
            /// <summary>One.</summary>
                [BatchLoader]
                // why
                static Task<User[]> BatchPerson(int[] ids) => null!; // tail
            """), Sources.Shop);
        Assert.Contains("""
            /// <summary>One.</summary>
                [BatchLoader]
                // why
                internal static Task<User[]> BatchPerson(int[] ids) => null!; // tail
            """, changed, StringComparison.Ordinal);
    }
}
