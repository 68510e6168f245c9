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
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1005", Batch("IBatchLoader<int, User>", statements), Sources.Shop);

    [Fact]
    public Task Stays_silent_for_a_loader_of_other_values_or_keys() => Analysis.CheckAsync("BL1005", Batch(
        "ProductByIdLoader", "foreach (var id in ids) Page.Use(await self.LoadAsync(id));"), Sources.Shop);

    [Fact]
    public Task Stays_silent_outside_batch_methods() => Analysis.CheckAsync("BL1005", Batch(
        "IBatchLoader<int, User>", "foreach (var id in ids) Page.Use(await self.LoadAsync(id));").Replace("[BatchLoader]", "", StringComparison.Ordinal), Sources.Shop);

    private static string Batch(string self, string statements) => $$"""
        namespace Shop;
        public static class Page { public static void Use(object? value) { } }
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
        }
        """;
}
