using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class SelfLoadTests
{
    [Theory]
    [InlineData("foreach (var id in ids) found.Add(await [|self.LoadAsync(id)|]);")]
    [InlineData("foreach (var id in ids.Distinct().ToList()) { var key = id; found.Add(await [|self.LoadAsync(key, token)|]); }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) found.Add(await [|self.LoadAsync(ids[i])|]);")]
    [InlineData("found.AddRange(await [|self.LoadManyAsync(ids)|]);")]
    [InlineData("found.AddRange(await [|self.LoadManyAsync(ids.Where(id => id > 1))|]);")]
    [InlineData("var copy = new List<int>(ids); Page.Use(await [|self.LoadManySettledAsync(copy)|]);")]
    [InlineData("found.AddRange(await Task.WhenAll(ids.Select(id => [|self.LoadAsync(id)|])));")]
    [InlineData("found.AddRange(await Task.WhenAll(ids.Select([|self.LoadAsync|])));")]
    [InlineData("found.Add(await [|self.LoadAsync(ids.First())|]);")]
    [InlineData("async Task<User> One(int id) => await [|self.LoadAsync(id)|]; found.Add(await One(ids[0]));")]
    [InlineData("var array = ids.ToArray(); found.Add([|self.LoadAsync(array[0])|].Result);")]
    [InlineData("found.AddRange(await [|self.LoadManyAsync([.. ids])|]);")]
    [InlineData("foreach (var (n, id) in ids.Index()) found.Add(await [|self.LoadAsync(id)|]);")]
    [InlineData("foreach (var pair in ids.Index()) found.Add(await [|self.LoadAsync(pair.Item)|]);")]
    [InlineData("var copy = new List<int>(); foreach (var id in ids) copy.Add(id); found.AddRange(await [|self.LoadManyAsync(copy)|]);")]
    [InlineData("var copy = new int[ids.Count]; for (var i = 0; i < ids.Count; i++) copy[i] = ids[i]; found.AddRange(await [|self.LoadManyAsync(copy)|]);")]
    [InlineData("found.AddRange(await [|All(self, ids)|]);")]
    [InlineData("foreach (var id in ids) found.Add(await [|One(self, id)|]);")]
    [InlineData("found.Add(await [|self.LoadAsync(ids[^1])|]);")]
    public Task Reports(string statements) => Analysis.CheckAsync("BL1005", Batch("IBatchLoader<int, User>", statements), Sources.Shop);

    [Theory]
    [InlineData("foreach (var id in ids) found.Add(new User(id, \"\"));")]
    [InlineData("foreach (var id in ids) if (id > 1) Page.Use(await self.LoadAsync(id - 1));")]
    [InlineData("var parents = new Dictionary<int, int>(); foreach (var id in ids) Page.Use(await self.LoadAsync(parents[id]));")]
    [InlineData("var rows = ids.Select(id => new User(id, \"\")).ToList(); foreach (var row in rows) Page.Use(self.LoadAsync(row.AddressId));")]
    [InlineData("await self.LoadManyAsync(ids.Select(id => id + 1));")]
    [InlineData("foreach (var id in ids) self.Prime(id, new User(id, \"\"));")]
    [InlineData("foreach (var id in ids) self.Clear(id);")]
    [InlineData("foreach (var id in ids) Page.Use(await new UserByIdLoader().LoadAsync(id));")]
    [InlineData("foreach (var (n, id) in ids.Index()) Page.Use(id, await self.LoadAsync(-n));")]
    [InlineData("foreach (var pair in ids.Index()) Page.Use(await self.LoadAsync(pair.Index + 100));")]
    [InlineData("var others = new List<int>(); foreach (var id in ids) others.Add(id + 1); Page.Use(await self.LoadManyAsync(others));")]
    [InlineData("Page.Use(await All(self, ids.Select(id => id + 1).ToList()));")]
    [InlineData("Page.Use(await self.LoadManyAsync([1, 2]));")]
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1005", Batch("IBatchLoader<int, User>", statements), Sources.Shop);

    [Fact]
    public Task Stays_silent_for_a_loader_of_other_values_or_keys() => Analysis.CheckAsync("BL1005", Batch(
        "ProductByIdLoader", "foreach (var id in ids) Page.Use(await self.LoadAsync(id));"), Sources.Shop);

    /// <summary>The natural way to build one loader on another.</summary>
    [Theory]
    [InlineData("IBatchLoader<int, Product>")]
    [InlineData("IBatchLoader<int, IReadOnlyList<User>>")]
    [InlineData("IBatchLoader<long, User>")]
    [InlineData("BatchLoader<int, Product>")]
    public Task Stays_silent_for_another_loader_by_interface(string type) => Analysis.CheckAsync("BL1005", Batch(
        type, "Page.Use(await self.LoadManyAsync(ids.Select(id => id).ToList()));").Replace(
            "ids.Select(id => id).ToList()", type.Contains("long", StringComparison.Ordinal) ? "ids.Select(id => (long)id)" : "ids", StringComparison.Ordinal), Sources.Shop);

    [Theory]
    [InlineData("var own = self.GetRequiredService<PersonByIdLoader>(); found.AddRange(await [|own.LoadManyAsync(ids)|]);")]
    [InlineData("found.AddRange(await [|self.GetRequiredService<IBatchLoader<int, User>>().LoadManyAsync(ids)|]);")]
    [InlineData("var own = (PersonByIdLoader)self.GetService(typeof(PersonByIdLoader))!; found.AddRange(await [|own.LoadManyAsync(ids)|]);")]
    [InlineData("var other = self.GetRequiredService<ProductByIdLoader>(); Page.Use(await other.LoadManyAsync(ids));")]
    [InlineData("var other = self.GetRequiredService<IBatchLoader<int, Product>>(); Page.Use(await other.LoadManyAsync(ids));")]
    public Task Looks_at_loaders_from_the_container(string statements) => Analysis.CheckAsync(
        "BL1005", "using Microsoft.Extensions.DependencyInjection;\n" + Batch("IServiceProvider", statements), Sources.Shop);

    [Fact]
    public Task Reports_other_shapes_of_results() => Analysis.CheckAsync("BL1005", """
        namespace Shop;
        public static class Queries
        {
            [BatchLoader] public static async Task<IReadOnlyDictionary<int, User>> BatchA(int[] ids, IBatchLoader<int, User> self) { await [|self.LoadManyAsync(ids)|]; return null!; }
            [BatchLoader] public static async Task<ILookup<int, User>> BatchB(int[] ids, IBatchLoader<int, IReadOnlyList<User>> self) { await [|self.LoadManyAsync(ids)|]; return null!; }
            [BatchLoader] public static async Task<LoadResult<User>[]> BatchC(int[] ids, IBatchLoader<int, User> self) { await [|self.LoadManyAsync(ids)|]; return null!; }
            [BatchLoader] public static async Task<ILookup<int, Product>> BatchD(int[] ids, IBatchLoader<int, Product> one) { await one.LoadManyAsync(ids); return null!; }
        }
        """, Sources.Shop);

    [Fact]
    public Task Stays_silent_outside_batch_methods() => Analysis.CheckAsync("BL1005", Batch(
        "IBatchLoader<int, User>", "foreach (var id in ids) Page.Use(await self.LoadAsync(id));").Replace("[BatchLoader]", "", StringComparison.Ordinal), Sources.Shop);

    private static string Batch(string self, string statements) => $$"""
        namespace Shop;
        public static class Page { public static void Use(params object?[] values) { } }
        public static class Queries
        {
            [BatchLoader]
            public static async Task<IReadOnlyList<User>> BatchPersonById(IReadOnlyList<int> ids, {{self}} self, CancellationToken token)
            {
                var found = new List<User>();
                {{statements}}
                await Task.Yield();
                return found;
            }

            private static Task<IReadOnlyList<User>> All(IBatchLoader<int, User> users, IReadOnlyList<int> keys) => users.LoadManyAsync(keys);
            private static async Task<User> One(IBatchLoader<int, User> users, int key) => await users.LoadAsync(key);
        }
        """;
}
