using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Snapshots;

/// <summary>What a user sees who opens a generated file: one small case for each shape. That a shape works is proved by running it.</summary>
public class LoaderSnapshotTests
{
    [Fact]
    public void Rows_in_any_order() => Verify("""
        namespace Shop;

        public sealed record User(int Id, string Name);

        public sealed class ShopDb;

        public static class UserQueries
        {
            /// <summary>Loads users by id, see <see cref="User"/>.</summary>
            [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
            public static Task<IReadOnlyList<User>> BatchUserById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
                => throw new NotImplementedException();

            [BatchLoader]
            internal static ValueTask<Dictionary<string, User?>> BatchUserByNameAsync(string[] names, [FromKeyedServices("replica")] ShopDb db)
                => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Cache_key_and_lookup() => Verify("""
        [assembly: BatchLoaderModule("Catalog")]

        public sealed record Comment(string Post, string Text);

        public interface ICommentQueries
        {
            [BatchLoader(CacheKey = nameof(Fold))]
            static Task<ILookup<string, Comment>> BatchComments(IEnumerable<string> posts, IBatchLoader<string, IReadOnlyList<Comment>> self)
                => throw new NotImplementedException();

            static int Fold(string post) => post.Length;
        }
        """);

    [Fact]
    public void Scope_for_each_batch_and_stream() => Verify("""
        namespace Shop
        {
            public sealed class ShopDb;

            internal static partial class Queries
            {
                internal sealed class Prices
                {
                    [BatchLoader("Prices", ServiceScope = BatchServiceScope.PerBatch, Cache = false, MaxConcurrentBatches = 1)]
                    public static IAsyncEnumerable<KeyValuePair<(string Sku, int Shop), decimal>> Stream(ReadOnlyMemory<(string Sku, int Shop)> keys, ShopDb db)
                        => throw new NotImplementedException();
                }
            }
        }
        """);

    [Fact]
    public void Values_in_order_with_a_guard() => Verify("""
        public sealed record User(int Id, string Name);

        public static class Queries
        {
            [BatchLoader(KeyOf = nameof(User.Id))]
            public static Task<IReadOnlyList<User>> BatchUserById(IReadOnlyList<int> ids) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Requests_share_calls() => Verify("""
        public sealed record User(int Id, string Name);
        public sealed record TenantId(int Value);
        public sealed class ShopDb;

        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process, MaxBatchSize = 500, MaxConcurrentBatches = 2, KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
            public static Task<IReadOnlyList<User>> BatchUserById(IReadOnlyList<int> ids, [Partition] TenantId tenant, ShopDb db, CancellationToken token)
                => throw new NotImplementedException();

            [BatchLoader(Sharing = BatchSharing.Process)]
            public static Task<Dictionary<int, string>> BatchName(IReadOnlyList<int> ids, [BatchArgument] string? culture, [Partition] TenantId tenant)
                => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Argument_with_lookup() => Verify("""
        public sealed record Review(int Product, int Stars);
        public sealed record ReviewFilter(int Stars, int First);
        public sealed class ShopDb;

        public static class Queries
        {
            [BatchLoader(MaxConcurrentBatches = 2)]
            public static Task<ILookup<int, Review>> BatchReviewsByProduct(IReadOnlyList<int> products, [BatchArgument] ReviewFilter? filter, ShopDb db)
                => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Arguments_with_cache_key_and_key_of() => Verify("""
        public sealed record User(string Name);

        public static class Queries
        {
            [BatchLoader(CacheKey = nameof(Fold), KeyOf = nameof(User.Name), Order = ResultOrder.Any)]
            public static Task<IReadOnlyList<User>> BatchUser(
                string[] names, [BatchArgument] Guid tenant, [BatchArgument] string? culture, IBatchLoader<string, User> self, CancellationToken cancellationToken)
                => throw new NotImplementedException();

            public static string Fold(string name) => name.ToUpperInvariant();
        }
        """);

    [Fact]
    public void Argument_with_a_stream_and_a_scope_for_each_batch() => Verify("""
        public sealed class ShopDb;

        public static class Queries
        {
            [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
            public static IAsyncEnumerable<KeyValuePair<int, decimal>> BatchPrices(List<int> products, [BatchArgument] DateOnly day, ShopDb db)
                => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Dictionary() => Verify("""
        public static class Queries
        {
            /// <summary>The stock of each product.</summary>
            [BatchLoader(MaxBatchSize = 100)]
            public static Task<Dictionary<Guid, int>> BatchStock(List<Guid> products, CancellationToken cancellationToken) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Dictionary_that_returns_more_on_purpose() => Verify("""
        public static class Queries
        {
            [BatchLoader(Surplus = SurplusKeys.Ignore)]
            public static Task<Dictionary<Guid, int?>> BatchStock(Guid[] products) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Lookup() => Verify("""
        public static class Queries
        {
            [BatchLoader]
            public static Task<ILookup<int, string>> BatchTagsByPost(IReadOnlyList<int> posts) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Results_with_errors_of_their_own() => Verify("""
        public static class Queries
        {
            [BatchLoader]
            public static ValueTask<ImmutableArray<LoadResult<string>>> BatchPage(IReadOnlyCollection<Uri> addresses) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Stream() => Verify("""
        public static class Queries
        {
            [BatchLoader]
            public static IAsyncEnumerable<KeyValuePair<int, string?>> BatchName(IReadOnlyList<int> ids, CancellationToken cancellationToken) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Cache_key_with_a_guard_in_any_order() => Verify("""
        public sealed record User(string Mail);

        public static class Queries
        {
            [BatchLoader(CacheKey = nameof(Fold), KeyOf = nameof(User.Mail), Order = ResultOrder.Any)]
            public static Task<User?[]> BatchUserByMail(IReadOnlyList<string> mails) => throw new NotImplementedException();

            public static string Fold(string mail) => mail.ToUpperInvariant();
        }
        """);

    [Fact]
    public void Key_comparers() => Verify("""
        public static class Queries
        {
            public static StringComparer ByCode => StringComparer.OrdinalIgnoreCase;
            internal static readonly IEqualityComparer<string> @Exact = StringComparer.Ordinal;

            [BatchLoader(KeyComparer = nameof(ByCode))]
            public static Task<IReadOnlyDictionary<string, int>> BatchNumber(IReadOnlyList<string> codes) => throw new NotImplementedException();

            [BatchLoader(KeyComparer = nameof(Exact), CacheKey = nameof(Fold))]
            public static Task<IReadOnlyDictionary<int, int>> BatchText(IReadOnlyList<int> ids, [BatchArgument] int page) => throw new NotImplementedException();

            public static string Fold(int id) => "";
        }
        """);

    [Fact]
    public void Scope_for_each_batch() => Verify("""
        public sealed class ShopDb;

        public static class Queries
        {
            [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
            public static Task<string[]> BatchName(int[] ids, ShopDb db, [FromKeyedServices("cold")] ShopDb? archive = null) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public void Module_that_other_assemblies_register() => Verify("""
        [assembly: BatchLoaderModule("Orders")]

        public static class Queries
        {
            [BatchLoader]
            public static Task<string[]> BatchOrder(int[] ids, TimeProvider time, LoaderScope scope) => throw new NotImplementedException();

            [BatchLoader]
            public static Task<string[]> BatchName(int[] ids) => throw new NotImplementedException();
        }
        """);

    private static void Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
        => Snapshot.Verify(GeneratorRun.Of(source).Driver, method: method);
}
