using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class FirstKeyTests
{
    [Theory]
    [InlineData("return await db.ReadAsync([|keys[0].Store|], keys.Select(k => k.Id));")]
    [InlineData("return await db.ReadAsync([|keys.First().Store|], keys.Select(k => k.Id));")]
    [InlineData("var store = [|keys[0].Store|]; return await db.ReadAsync(store, keys.Select(k => k.Id));")]
    [InlineData("var first = keys[0]; return await db.ReadAsync([|first.Store|], keys.Select(k => k.Id));")]
    [InlineData("var (store, _) = [|keys[0]|]; return await db.ReadAsync(store, keys.Select(k => k.Id));")]
    [InlineData("if (keys.Count > 5) await Task.Yield(); return await db.ReadAsync([|keys.ElementAt(0).Store|], keys.Select(k => k.Id));")]
    [InlineData("return await db.ReadAsync([|keys.FirstOrDefault()!.Store|], keys.Select(k => k.Id));")]
    public Task Reports(string statements) => Analysis.CheckAsync("BL1006", Batch(statements), Sources.Shop);

    [Theory]
    [InlineData("return await db.ReadAsync(\"x\", keys.Select(k => k.Id));")]
    [InlineData("foreach (var k in keys) Console.WriteLine(k.Store); return await db.ReadAsync(keys[0].Store, keys.Select(k => k.Id));")]
    [InlineData("if (keys.Any(k => k.Store != keys[0].Store)) throw new Exception(); return await db.ReadAsync(keys[0].Store, keys.Select(k => k.Id));")]
    [InlineData("var found = new List<User>(); foreach (var group in keys.GroupBy(k => k.Store)) found.AddRange(await db.ReadAsync(group.Key, group.Select(k => k.Id))); return found;")]
    [InlineData("return await Read(keys, keys[0].Store); async Task<IReadOnlyList<User>> Read(IReadOnlyList<Key> all, string store) => await db.ReadAsync(store, all.Select(k => k.Id + k.Store.Length));")]
    [InlineData("return await db.ReadAsync(keys[1].Store, keys.Select(k => k.Id));")]
    [InlineData("return await db.ReadAsync(keys[0].ToString(), keys.Select(k => k.Id));")]
    [InlineData("if (keys.Count == 1) return await db.ReadAsync(keys[0].Store, [keys[0].Id]); return await db.ReadAsync(\"\", keys.Select(k => k.Id));")]
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1006", Batch(statements), Sources.Shop);

    [Fact]
    public Task Stays_silent_for_batches_of_one_key() => Analysis.CheckAsync(
        "BL1006", Batch("return await db.ReadAsync(keys[0].Store, [keys[0].Id]);").Replace("[BatchLoader]", "[BatchLoader(MaxBatchSize = 1)]", StringComparison.Ordinal), Sources.Shop);

    [Fact]
    public Task Stays_silent_outside_batch_methods() => Analysis.CheckAsync(
        "BL1006", Batch("return await db.ReadAsync(keys[0].Store, keys.Select(k => k.Id));").Replace("[BatchLoader]", "", StringComparison.Ordinal), Sources.Shop);

    [Fact]
    public Task Reports_a_tuple_and_an_array() => Analysis.CheckAsync("BL1006", """
        namespace Shop;
        public static class Queries
        {
            [BatchLoader] public static Task<IReadOnlyDictionary<(string Store, int Id), User>> BatchUser((string Store, int Id)[] keys) { Console.WriteLine([|keys[0].Store|]); return null!; }
            [BatchLoader] public static Task<IReadOnlyDictionary<string, User>> BatchName(string[] names) { Console.WriteLine(names[0].Length); return null!; }
            [BatchLoader] public static Task<IReadOnlyDictionary<DateTime, User>> BatchDay(IReadOnlyList<DateTime> days) { Console.WriteLine([|days[0].Year|]); return null!; }
        }
        """.Replace("names[0].Length", "[|names[0].Length|]", StringComparison.Ordinal), Sources.Shop);

    private static string Batch(string statements) => $$"""
        namespace Shop;
        public sealed record Key(string Store, int Id);
        public interface IDb { Task<IReadOnlyList<User>> ReadAsync(string store, IEnumerable<int> ids); }
        public static class Queries
        {
            [BatchLoader]
            public static async Task<IReadOnlyList<User>> BatchPerson(IReadOnlyList<Key> keys, IDb db)
            {
                {{statements}}
            }
        }
        """;
}
