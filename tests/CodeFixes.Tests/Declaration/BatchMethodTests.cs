using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Declaration;

public class BatchMethodTests
{
    [Theory]
    [InlineData("BL0001", "[BatchLoader(KeyOf = \"Id\")] public Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0001", "public interface I { [BatchLoader(KeyOf = \"Id\")] static abstract Task<IReadOnlyList<User>> [|BatchPerson|](IReadOnlyList<int> ids); }")]
    [InlineData("BL0001", "[BatchLoader(KeyOf = nameof(User.Id))] public async Task<IReadOnlyList<User>> [|LoadUsersAsync|](IReadOnlyList<int> ids, CancellationToken token) { await Task.Yield(); return []; }")]
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
    [InlineData("BL0005", "[BatchLoader] public static Task<Dictionary<TKey, User>> [|BatchAny|]<TKey>(IReadOnlyList<TKey> keys) where TKey : notnull => null!;")]
    [InlineData("BL0005", "public class Repository<TRow> where TRow : class { [BatchLoader] public static Task<Dictionary<int, TRow>> [|BatchRow|](IReadOnlyList<int> ids) => null!; }")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|ref int n|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|in int n|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|[Microsoft.Extensions.DependencyInjection.FromKeyedServices(new[] { 1 })] object n|]) => null!;")]
    [InlineData("BL0002", "private class Hidden; [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|[Microsoft.Extensions.DependencyInjection.FromKeyedServices(typeof(Hidden))] object n|]) => null!;")]
    [InlineData("BL0002", "private enum Hidden { One } [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|[Microsoft.Extensions.DependencyInjection.FromKeyedServices(Hidden.One)] object n|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids, [|out int n|]) { n = 1; return null!; }")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|params int[] ids|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|ReadOnlySpan<int> ids|]) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<int?> ids|]) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|string?[] ids|]) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchManager([|IEnumerable<int?> managerIds|], CancellationToken token) => null!;")]
    [InlineData("BL0007", "[BatchLoader] public static Task<ILookup<string, User>> BatchTeam([|ReadOnlyMemory<(int Shop, int Id)?> keys|]) => null!;")]
    [InlineData("BL0008", "[BatchLoader([|MaxBatchSize = 0|])] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0008", "[BatchLoader(KeyOf = \"Id\", [|MaxConcurrentBatches = -1|])] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0008", "private const int Limit = 0; [BatchLoader([|MaxBatchSize = Limit|])] public static Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0008", "[BatchLoader([|MaxBatchSize = -5|], [|MaxConcurrentBatches = 0|])] public static Task<Dictionary<int, User>> BatchPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](int[] ids) => null!; [BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPersonAsync|](int[] ids) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](int[] ids) => null!; [BatchLoader([|\"PersonLoader\"|])] public static Task<IReadOnlyList<User>> BatchOther(int[] ids) => null!;")]
    [InlineData("BL0009", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchUserById|](int[] ids) => null!;")]
    [InlineData("BL0010", "[BatchLoader] public static Task<IReadOnlyList<User>> [|Batch|](int[] ids) => null!;")]
    [InlineData("BL0010", "[BatchLoader([|\"not a name\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0010", "[BatchLoader([|\"\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0011", "[BatchLoader([|CacheKey = \"Nobody\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0011", "public static string Key(string id) => id; [BatchLoader([|CacheKey = nameof(Key)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0011", "public int Key(int id) => id; [BatchLoader([|CacheKey = nameof(Key)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0011", "public static string? Key(string id) => id; [BatchLoader([|CacheKey = nameof(Key)|])] public static Task<IReadOnlyList<User>> BatchPerson(string[] ids) => null!;")]
    [InlineData("BL0011", "private static int Key(int id) => id; [BatchLoader([|CacheKey = nameof(Key)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0045", "[BatchLoader([|KeyComparer = \"Nobody\"|])] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0045", "public static IComparer<string> Codes => null!; [BatchLoader([|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0045", "public static IEqualityComparer<int> Codes => null!; [BatchLoader([|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0045", "private static IEqualityComparer<string> Codes => null!; [BatchLoader([|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0045", "public IEqualityComparer<string> Codes => null!; [BatchLoader([|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0045", "public static IEqualityComparer<string> Codes { set { } } [BatchLoader([|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0045", "public static IEqualityComparer<string> Codes() => null!; [BatchLoader([|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0045", "public static IEqualityComparer<string> Codes => null!; public static int Fold(string code) => 1; [BatchLoader(CacheKey = nameof(Fold), [|KeyComparer = nameof(Codes)|])] public static Task<Dictionary<string, int>> BatchNumber(string[] codes) => null!;")]
    [InlineData("BL0012", "[BatchLoader([|KeyOf = \"Nobody\"|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0012", "[BatchLoader([|KeyOf = nameof(User.Name)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0012", "public static int IdOf(Product product) => product.Id; [BatchLoader([|KeyOf = nameof(IdOf)|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0012", "[BatchLoader([|KeyOf = nameof(User.ManagerId)|], Order = ResultOrder.Any)] public static Task<IReadOnlyList<User>> BatchPerson(int[] managerIds) => null!;")]
    [InlineData("BL0012", "public interface IA { int Id { get; } } public interface IB { int Id { get; } } public interface IBoth : IA, IB; [BatchLoader([|KeyOf = \"Id\"|])] public static Task<IBoth[]> BatchBoth(int[] ids) => null!;")]
    [InlineData("BL0012", "public class Person { public int Id => 1; } public class Manager : Person { public new int Id() => 1; } [BatchLoader([|KeyOf = \"Id\"|])] public static Task<Manager[]> BatchManager(int[] ids) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static [|Task<IReadOnlyDictionary<long, User>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static [|Task<ILookup<string, User>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static [|IAsyncEnumerable<KeyValuePair<Guid, User>>|] StreamPerson(IReadOnlyList<int> ids) => null!;")]
    [InlineData("BL0013", "[BatchLoader] public static async [|Task<Dictionary<string, User>>|] BatchUserByEmail(IReadOnlyList<int> ids) { await Task.Yield(); return []; }")]
    [InlineData("BL0014", "public class Key { public int A; } [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<Key> keys|]) => null!;")]
    [InlineData("BL0014", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<byte[]> keys|]) => null!;")]
    [InlineData("BL0014", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<(int, byte[])> keys|]) => null!;")]
    [InlineData("BL0014", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<IReadOnlyList<int>> keys|]) => null!;")]
    [InlineData("BL0014", "public static byte[] Hash(string id) => []; [BatchLoader([|CacheKey = nameof(Hash)|])] public static Task<Dictionary<string, User>> BatchPerson(string[] ids) => null!;")]
    [InlineData("BL0015", "public static int Key(int id) => id; [BatchLoader([|CacheKey = nameof(Key)|], Cache = false)] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0015", "public static int Key(int id) => id; [BatchLoader(\"People\", Cache = false, MaxBatchSize = 5, [|CacheKey = \"Key\"|])] public static Task<Dictionary<int, User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0015", "private const bool Caches = false; public static string Key(string id) => id; [BatchLoader([|CacheKey = nameof(Key)|], Cache = Caches)] public static Task<ILookup<string, User>> BatchPerson(string[] ids) => null!;")]
    [InlineData("BL0016", "[BatchLoader([|Order = ResultOrder.Any|])] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0016", "[BatchLoader(\"People\", MaxBatchSize = 100, [|Order = ResultOrder.Any|])] public static async ValueTask<List<User>> BatchPerson(int[] ids) { await Task.Yield(); return []; }")]
    [InlineData("BL0016", "private const ResultOrder Rows = ResultOrder.Any; [BatchLoader([|Order = Rows|])] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0016", "[BatchLoader(KeyOf = nameof(User.Id), [|Order = ResultOrder.Any|])] public static Task<IReadOnlyList<LoadResult<User>>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0017", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, [|ShopDb db|]) => null!;")]
    [InlineData("BL0017", "[BatchLoader(KeyOf = \"Id\")] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, CancellationToken token, [|Microsoft.EntityFrameworkCore.DbContext db|]) => null!;")]
    [InlineData("BL0017", "public class ReadDb : ShopDb; [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|ReadDb read|], object cache, [|ShopDb write|]) => null!;")]
    [InlineData("BL0017", "[BatchLoader(MaxConcurrentBatches = 1)] public static IAsyncEnumerable<KeyValuePair<int, User>> StreamPerson(int[] ids, [|ShopDb db|]) => null!;")]
    [InlineData("BL0014", "public record Filter(string Name, string[] Tags); [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|IReadOnlyList<Filter> keys|]) => null!;")]
    [InlineData("BL0014", "public record struct Filter(string Name, List<int> Ids); [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|Filter[] keys|]) => null!;")]
    [InlineData("BL0014", "public record Base { public IReadOnlyList<int> Ids { get; init; } = []; } public record Filter(string Name) : Base; [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|Filter[] keys|]) => null!;")]
    [InlineData("BL0014", "public record Filter(Order Order); [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|Filter[] keys|]) => null!;")]
    [InlineData("BL0014", "public struct Filter { public int[] Ids; } [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|Filter[] keys|]) => null!;")]
    [InlineData("BL0014", "[System.Runtime.CompilerServices.InlineArray(4)] public struct Four { private int _first; } [BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson([|Four[] keys|]) => null!;")]
    [InlineData("BL0017", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|System.Data.Common.DbConnection db|]) => null!;")]
    [InlineData("BL0017", "public abstract class Sql : System.Data.Common.DbConnection; [BatchLoader(MaxConcurrentBatches = 1)] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|Sql db|], [|System.Data.IDbConnection other|]) => null!;")]
    [InlineData("BL0017", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|System.Data.Common.DbTransaction transaction|]) => null!;")]
    [InlineData("BL0017", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|NHibernate.ISession session|], [|Marten.IDocumentSession marten|], [|Marten.IQuerySession query|]) => null!;")]
    [InlineData("BL0017", "public interface IShopDb { Microsoft.EntityFrameworkCore.DbSet<User> Users { get; } } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|IShopDb db|]) => null!;")]
    [InlineData("BL0017", "public interface IShopDb { IQueryable<User> Users { get; } } public abstract class Inner : ShopDb, IShopDb { public IQueryable<User> Users => null!; } public class Real : Inner; [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|IShopDb db|]) => null!;")]
    [InlineData("BL0017", "public class Repository(ShopDb db) { public ShopDb Db => db; } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|Repository users|]) => null!;")]
    [InlineData("BL0017", "public interface IRepository; public class Repository(System.Data.IDbConnection db) : IRepository { public object Db => db; } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|IRepository users|]) => null!;")]
    [InlineData("BL0024", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|int page|], [|string filter|], [|Guid tenant|], [|DateTime at|], [|DayOfWeek? day|]) => null!;")]
    [InlineData("BL0024", "[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|CancellationTokenSource source|], [|bool isAdmin|]) => null!;")]
    [InlineData("BL0024", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|Microsoft.AspNetCore.Http.HttpContext context|]) => null!;")]
    [InlineData("BL0028", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson([|[BatchArgument] int[] ids|]) => null!;")]
    [InlineData("BL0028", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] CancellationToken token|]) => null!;")]
    [InlineData("BL0028", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] IBatchLoader<int, User> self|]) => null!;")]
    [InlineData("BL0028", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] System.Data.IDbConnection db|]) => null!;")]
    [InlineData("BL0028", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument, Microsoft.Extensions.DependencyInjection.FromKeyedServices(1)] string page|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] in int page|]) => null!;")]
    [InlineData("BL0006", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] ref int page|]) => null!;")]
    [InlineData("BL0002", "private record Hidden; [BatchLoader] private static Task<Dictionary<int, User>> [|BatchPerson|](int[] ids, [|[BatchArgument] Hidden page|]) => null!;")]
    [InlineData("BL0029", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] string[] fields|]) => null!;")]
    [InlineData("BL0029", "public class Page { public int First { get; set; } } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] Page? page|]) => null!;")]
    [InlineData("BL0029", "public record Page(int First, List<string> Fields); [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] Page page|]) => null!;")]
    [InlineData("BL0030", "public record Page(int First) { public int Last { get; set; } } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [BatchArgument] int? n, [|[BatchArgument] Page page|]) => null!;")]
    [InlineData("BL0030", "public record Base { public int First; } public record Page : Base; [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [|[BatchArgument] Page page|]) => null!;")]
    [InlineData("BL0031", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|IBatchLoader<int, string> self|]) => null!;")]
    [InlineData("BL0031", "[BatchLoader(Sharing = BatchSharing.Process)] public static [|IAsyncEnumerable<KeyValuePair<int, string>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0031", "public static int Fold(int id) => id; [BatchLoader(Sharing = BatchSharing.Process, [|CacheKey = nameof(Fold)|])] public static Task<Dictionary<int, string>> BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0032", "public record Tenant(int Id); [BatchLoader] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] Tenant tenant|]) => null!;")]
    [InlineData("BL0032", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson([|[Partition] int[] ids|]) => null!;")]
    [InlineData("BL0032", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] CancellationToken token|]) => null!;")]
    [InlineData("BL0032", "public record Tenant(int Id); [BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition, BatchArgument] Tenant tenant|]) => null!;")]
    [InlineData("BL0032", "public record Tenant(int Id); [BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [Partition] Tenant one, [|[Partition] Tenant two|]) => null!;")]
    [InlineData("BL0032", "public record Tenant(int Id); [BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] Tenant? tenant|]) => null!;")]
    [InlineData("BL0032", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] DayOfWeek? day|]) => null!;")]
    [InlineData("BL0032", "public class Tenant; [BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] Tenant tenant|]) => null!;")]
    [InlineData("BL0032", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] object tenant|]) => null!;")]
    [InlineData("BL0032", "public record Tenant { public int Id { get; set; } } [BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] Tenant tenant|]) => null!;")]
    [InlineData("BL0002", "private record Hidden; [BatchLoader(Sharing = BatchSharing.Process)] private static Task<Dictionary<int, string>> [|BatchPerson|](int[] ids, [|[Partition] Hidden tenant|]) => null!;")]
    [InlineData("BL0024", "[BatchLoader(Sharing = BatchSharing.Process)] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, [|[Partition] string tenant|]) => null!;")]
    [InlineData("BL0033", "[BatchLoader(Sharing = BatchSharing.Process)] public static [|Task<Dictionary<int, User>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0033", "[BatchLoader(Sharing = BatchSharing.Process)] public static [|Task<Dictionary<int, string[]>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0033", "[BatchLoader(Sharing = BatchSharing.Process)] public static [|Task<Dictionary<int, List<string>>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0033", "public class Row { public int Id; } [BatchLoader(Sharing = BatchSharing.Process)] public static [|Task<ILookup<int, Row>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0033", "public class Row { public int Id; } [BatchLoader(Sharing = BatchSharing.Process)] public static [|Task<Dictionary<int, IReadOnlyList<Row>>>|] BatchPerson(int[] ids) => null!;")]
    [InlineData("BL0034", "[BatchLoader(Sharing = BatchSharing.Process, [|ServiceScope = BatchServiceScope.LoaderScope|])] public static Task<Dictionary<int, string>> BatchPerson(int[] ids, object db) => null!;")]
    [InlineData("BL0025", "[BatchLoader] public static Task<Dictionary<int, User>> [|BatchPerson|](int[] ids, ShopDb db) => null!;")]
    [InlineData("BL0025", "[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<Dictionary<int, User>> [|BatchPerson|](int[] ids, object other, System.Data.IDbConnection db) => null!;")]
    [InlineData("BL0025", "[BatchLoader(KeyOf = \"Id\")] public static Task<User[]> [|BatchPerson|](int[] ids, Microsoft.EntityFrameworkCore.IDbContextFactory<ShopDb> db) => null!;")]
    [InlineData("BL0025", "[BatchLoader] public static Task<Dictionary<int, User>> [|BatchPerson|](int[] ids, System.Data.Common.DbDataSource db) => null!;")]
    [InlineData("BL0018", "[BatchLoader] public static Task<IReadOnlyList<User>> [|BatchPerson|](int[] ids) => null!;")]
    [InlineData("BL0018", "[BatchLoader] public static ValueTask<Product[]> [|BatchPerson|](IEnumerable<int> ids) => default;")]
    [InlineData("BL0018", "[BatchLoader] public static Task<System.Collections.Immutable.ImmutableArray<User?>> [|BatchPerson|](int[] ids) => null!;")]
    [InlineData("BL0018", "[BatchLoader] public static Task<IReadOnlyList<LoadResult<(int Id, string Name)>>> [|BatchName|](int[] ids) => null!;")]
    [InlineData("BL0018", "public record Country(string Code, int People, string Name); [BatchLoader] public static Task<Country[]> [|BatchCountry|](IReadOnlyList<string> codes) => null!;")]
    [InlineData("BL0018", "public record Profile(int UserId, int Age); [BatchLoader] public static Task<List<Profile>> [|BatchProfile|](IReadOnlyList<int> userIds) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, CancellationToken a, [|CancellationToken b|]) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<IReadOnlyList<User>> BatchPerson(int[] ids, [|List<int> other|]) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(IReadOnlyList<int> ids, CancellationToken token, [|IEnumerable<int> allowed|]) => null!;")]
    [InlineData("BL0019", "[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, CancellationToken request, object service, [|CancellationToken shutdown|]) => null!;")]
    [InlineData("BL0023", "[BatchLoader] public static [|Task<List<IGrouping<int, User>>>|] BatchTeam(int[] ids) => null!;")]
    [InlineData("BL0023", "[BatchLoader] public static async [|ValueTask<IGrouping<string, int>[]>|] BatchTeam(IReadOnlyList<string> names) { await Task.Yield(); return []; }")]
    [InlineData("BL0023", "[BatchLoader] public static [|Task<IReadOnlyList<IGrouping<int, User>>>|] BatchTeam(int[] ids, CancellationToken token) => null!;")]
    public Task Reports(string id, string members) => Analysis.CheckAsync(id, Sources.InClass(members), Sources.Shop, Sources.EntityFramework);

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
    [InlineData("[BatchLoader(KeyOf = \"Id\", ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 500)] public static Task<User[]> BatchPerson(int[] ids, ShopDb db) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\", MaxBatchSize = 500)] public static Task<User[]> BatchPerson(int[] ids, Microsoft.EntityFrameworkCore.IDbContextFactory<ShopDb> db) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\", MaxBatchSize = 500)] public static Task<User[]> BatchPerson(int[] ids, System.Data.Common.DbDataSource db) => null!;")]
    [InlineData("public class Shared(Microsoft.EntityFrameworkCore.IDbContextFactory<ShopDb> db) { public object Db => db; } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, Shared users) => null!;")]
    [InlineData("public interface IMany; public class One(ShopDb db) : IMany { public object Db => db; } public class Two : IMany; [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, IMany users) => null!;")]
    [InlineData("public class Product2Loader(ShopDb db) : BatchLoader<int, Product>(new BatchLoaderDefinition(\"x\")) { public object Db => db; protected override Task LoadBatchAsync(Batch<int, Product> batch) => null!; } [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, Product2Loader products) => null!;")]
    [InlineData("[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, int page = 10, string? filter = null, Guid id = default) => null!;")]
    [InlineData("[BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(\"db\")] string text, Uri uri, object any, Microsoft.AspNetCore.Http.IHttpContextAccessor context) => null!;")]
    [InlineData("public record Key(int A, string B, (int, string) C, Uri D, Type E, IComparable F, int? G, object H); [BatchLoader] public static Task<Dictionary<Key, User>> BatchPerson(IReadOnlyList<Key> keys) => null!;")]
    [InlineData("public record Key(int[] Ids) { public virtual bool Equals(Key? other) => true; public override int GetHashCode() => 0; public static int[] None => []; } [BatchLoader] public static Task<Dictionary<Key, User>> BatchPerson(IReadOnlyList<Key> keys) => null!;")]
    [InlineData("public record Key(int Id) { public static readonly int[] None = []; public int[] Computed => []; } [BatchLoader] public static Task<Dictionary<Key, User>> BatchPerson(IReadOnlyList<Key> keys) => null!;")]
    [InlineData("[System.Runtime.CompilerServices.InlineArray(4)] public struct Four { private int _first; public override bool Equals(object? other) => true; public override int GetHashCode() => 0; } [BatchLoader] public static Task<Dictionary<Four, User>> BatchPerson(IReadOnlyList<Four> keys) => null!;")]
    [InlineData("[BatchLoader] public static Task<Dictionary<(int, string), User>> BatchPerson((int, string)[] keys, IBatchLoader<(int, string), User> self) => null!;")]
    [InlineData("public record Key(int A); [BatchLoader] public static Task<Dictionary<Key, User>> BatchPerson(IReadOnlyList<Key> keys) => null!;")]
    [InlineData("[BatchLoader(Cache = false, KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    [InlineData("[BatchLoader(KeyOf = \"Id\")] public static Task<User[]> BatchPerson(int[] ids) => null!; [BatchLoader(KeyOf = \"Id\")] public static Task<User[]> BatchOther(int[] ids) => null!;")]
    [InlineData("public static Task<User> Unmarked(ref int id) => null!;")]
    [InlineData("[BatchLoader(MaxBatchSize = 1)] public static Task<User[]> BatchPerson(int[] ids) => null!;")]
    public async Task Stays_silent(string members)
    {
        var compilation = Generated.Update(Sources.Compile(Sources.InClass(members), Sources.Shop, Sources.EntityFramework));
        Analysis.AssertCompiles(compilation);
        Assert.Empty((await Analysis.RunAsync(compilation)).Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [InlineData("[BatchLoader([|ServiceScope = BatchServiceScope.PerBatch|])] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, object service) => null!;")]
    [InlineData("[BatchLoader(\"People\", KeyOf = \"Id\", [|ServiceScope = BatchServiceScope.PerBatch|])] public static Task<User[]> BatchPerson(int[] ids, CancellationToken token, ShopDb db) => null!;")]
    [InlineData("[BatchLoader([|ServiceScope = BatchServiceScope.PerBatch|])] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, IBatchLoader<int, Product> products) => null!;")]
    [InlineData("[BatchLoader(ServiceScope = BatchServiceScope.LoaderScope)] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, object service) => null!;")]
    [InlineData("[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<Dictionary<int, User>> BatchPerson(int[] ids) => null!;")]
    [InlineData("[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<Dictionary<int, User>> BatchPerson(int[] ids, IBatchLoader<int, User> self, CancellationToken token) => null!;")]
    public Task Reports_a_scope_for_each_batch_without_a_container(string members)
        => Analysis.CheckAsync("BL0020", Sources.InClass(members), Sources.Shop, Sources.EntityFramework, Sources.WithoutContainer);

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
    public async Task Speaks_for_a_partial_method_whose_attribute_is_on_its_body()
    {
        var compilation = Sources.Compile("""
            namespace Shop;
            public static partial class Queries { public static partial Task<User[]> BatchPerson(int[] ids); }
            public static partial class Queries { [BatchLoader] public static partial Task<User[]> BatchPerson(int[] ids) => null!; }
            """, Sources.Shop);
        Assert.Single(await Analysis.RunAsync(compilation, "BL0018"));
    }

    [Fact]
    public Task Knows_the_attribute_by_any_name() => Analysis.CheckAsync("BL0018", """
        using Loads = DataLoader.BatchLoaderAttribute;
        namespace Shop;
        public static class Queries
        {
            [Obsolete, Loads] public static Task<User[]> [|BatchPerson|](int[] ids) => null!;
            [global::DataLoader.BatchLoader("Others")] public static Task<User[]> [|BatchOther|](int[] ids) => null!;
        }
        """, Sources.Shop);

    [Theory]
    [InlineData("private static Task<User[]> People { [BatchLoader] [|get|] => null!; }")]
    [InlineData("[BatchLoader] public static Task<User[]> operator [|+|](Queries queries) => null!;")]
    public Task Speaks_for_methods_of_all_kinds(string members) => Analysis.CheckAsync("BL0002", Sources.InClass(members), Sources.Shop);

    [Fact]
    public async Task Messages_name_the_method_and_say_what_to_do()
    {
        var compilation = Sources.Compile(Sources.InClass("[BatchLoader] public Task<User> BatchPerson(IReadOnlyList<int> ids) => null!;"), Sources.Shop);
        string[] messages = [.. (await Analysis.RunAsync(compilation)).Select(diagnostic => diagnostic.GetMessage(null)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "A loader calls batch method 'BatchPerson' without an instance, but it is an instance method; make it a static method with a body, and take what it uses of its instance as parameters after the keys",
                "Batch method 'BatchPerson' cannot feed a loader: 'Task<User>' is not one of the types for results; return Task<IReadOnlyList<TValue>>, or a dictionary, a lookup or a stream by key",
            ],
            messages);
    }
}
