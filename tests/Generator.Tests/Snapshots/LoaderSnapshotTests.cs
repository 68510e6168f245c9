using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Snapshots;

/// <summary>What a user sees who opens a generated file. Few and telling; that every shape works is proved by running it.</summary>
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

    private static void Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
        => Snapshot.Verify(GeneratorRun.Of(source).Driver, method: method);
}
