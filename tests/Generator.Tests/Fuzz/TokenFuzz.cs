using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Fuzz;

/// <summary>Good files, and what becomes of them while somebody types: tokens gone, swapped, doubled. The same seed gives the same text.</summary>
internal static class TokenFuzz
{
    public static readonly string[] GoodFiles =
    [
        """
        namespace Shop;
        public sealed record User(int Id, string Name);
        public sealed class ShopDb;
        public static class UserQueries
        {
            /// <summary>Users by id.</summary>
            [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
            public static Task<IReadOnlyList<User>> BatchUserById(IReadOnlyList<int> ids, ShopDb db, CancellationToken token) => throw new Exception();
            [BatchLoader("Names", CacheKey = nameof(Fold), Cache = true)]
            internal static ValueTask<Dictionary<string, User?>> BatchUserByNameAsync(string[] names, ShopDb? db = null) => throw new Exception();
            public static string Fold(string name) => name.ToUpperInvariant();
        }
        """,
        """
        namespace Outer.Inner { public partial class Queries { internal struct Nested
        {
            [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
            internal static IAsyncEnumerable<KeyValuePair<(int A, string B), decimal?>> Stream(ReadOnlyMemory<(int A, string B)> keys, StringComparer a, [FromKeyedServices("x")] StringComparer b) => null!;
            [BatchLoader(MaxConcurrentBatches = 1)]
            internal static Task<ILookup<Guid, List<int?>>> BatchLists(IEnumerable<Guid> keys, IBatchLoader<Guid, IReadOnlyList<List<int?>>> self, StreamLoader other) => null!;
        } } }
        """,
        """
        public class Box<T> where T : struct { public sealed class Item<U> where U : class, new() { public T Key { get; init; } public U? Value; } }
        file class Local { }
        internal interface IQueries
        {
            [BatchLoader(KeyOf = nameof(Box<long>.Item<Thing>.Key))]
            static Task<LoadResult<Box<long>.Item<Thing>>[]> BatchItems(List<long> keys, CancellationToken t) => null!;
            [BatchLoader] public static Task<ImmutableArray<Thing>> BatchThing(IReadOnlyCollection<DayOfWeek> keys) => null!;
        }
        internal partial class ThingLoader { public int Extra() => 1; }
        public class Thing { public DayOfWeek Day; }
        """,
    ];

    /// <summary>One of the good files after one to four accidents.</summary>
    public static string Text(int seed)
    {
        var random = new Random(seed);

        // The usings stay: without them every file would be wrong in the same way.
        return GeneratorRun.Usings + WithAccidents(GoodFiles[seed % GoodFiles.Length], random.Next(1, 5), random);
    }

    /// <summary>A text with so many tokens lost, exchanged, doubled or replaced.</summary>
    public static string WithAccidents(string text, int count, Random random)
    {
        List<string> tokens = [.. CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Select(static token => token.ToFullString())];
        for (int i = count; i > 0; i--)
        {
            int at = random.Next(tokens.Count);
            int other = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 2:
                    tokens.Insert(at, tokens[at]);
                    break;
                default:
                    tokens[at] = tokens[other];
                    break;
            }
        }

        return string.Concat(tokens);
    }
}
