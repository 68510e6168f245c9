using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

/// <summary>The rules of uses know loads that give an argument along with the key.</summary>
public class FamilyTests
{
    private const string Family = """
        namespace Shop;

        public class NameByIdLoader() : BatchLoaderFamily<int, string, string>(new BatchLoaderDefinition("NameByIdLoader"))
        {
            public Task<string> LoadAsync(int key, string language, int length) => With(language + length).LoadAsync(key);
            protected override Task LoadBatchAsync(string argument, Batch<int, string> batch) => Task.CompletedTask;
        }

        public static class Loaders { public static readonly NameByIdLoader Names = new(); }
        """;

    [Theory]
    [InlineData("BL1001", "foreach (var o in orders) Use(await [|Loaders.Names.LoadAsync(o.UserId, \"en\")|]);")]
    [InlineData("BL1001", "foreach (var o in orders) Use(await [|Loaders.Names.LoadAsync(o.UserId, user.Name, ct)|]);")]
    [InlineData("BL1001", "foreach (var o in orders) Use(await [|Loaders.Names.LoadAsync(o.UserId, \"en\", 2)|]);")]
    [InlineData("BL1001", "foreach (var o in orders) Use(await [|Loaders.Names.With(\"en\").LoadAsync(o.UserId)|]);")]
    [InlineData("BL1001", "foreach (var o in orders) Use(await [|Loaders.Names.LoadOptionalAsync((int?)o.UserId, \"en\")|]);")]
    [InlineData("BL1001", "foreach (var o in orders) Use(await [|Loaders.Names.LoadManyAsync(o.ProductIds, \"en\")|]);")]
    [InlineData("BL1001", "async Task<string> Name(int id) => await Loaders.Names.LoadAsync(id, \"en\"); foreach (var id in ids) Use(await [|Name(id)|]);")]
    [InlineData("BL1002", "Use([|Loaders.Names.LoadAsync(1, \"en\").Result|]);")]
    [InlineData("BL1002", "[|Loaders.Names.LoadManyAsync(ids, \"en\", ct).Wait()|];")]
    [InlineData("BL1004", "var one = await Loaders.Names.LoadAsync(1, \"en\"); var two = await [|Loaders.Names.LoadAsync(1, \"pt\")|]; Use(one, two);")]
    [InlineData("BL1004", "var one = await users.LoadAsync(1); var two = await [|Loaders.Names.LoadAsync(1, \"pt\")|]; Use(one, two);")]
    public Task Reports(string id, string statements) => Analysis.CheckAsync(id, Sources.InMethod(statements), Family, Sources.Shop);

    [Theory]
    [InlineData("BL1001", "Use(await Loaders.Names.LoadAsync(1, \"en\"));")]
    [InlineData("BL1001", "Use(await Task.WhenAll(orders.Select(o => Loaders.Names.LoadAsync(o.UserId, \"en\"))));")]
    [InlineData("BL1001", "await Loaders.Names.LoadManyAsync(ids, \"en\"); foreach (var id in ids) Use(await Loaders.Names.LoadAsync(id, \"en\"));")]
    [InlineData("BL1002", "Use(await Loaders.Names.LoadAsync(1, \"en\"));")]
    [InlineData("BL1004", "var one = await users.LoadAsync(1); Use(await Loaders.Names.LoadAsync(1, one.Name));")]
    public Task Is_silent(string id, string statements) => Analysis.CheckAsync(id, Sources.InMethod(statements), Family, Sources.Shop);

    [Fact]
    public async Task The_fix_of_a_loop_keeps_the_argument()
        => Assert.Contains("orders.Zip(await names.LoadManyAsync(orders.Select(o => o.UserId), \"en\", ct))", (await Fixing.ApplyAsync(
            "BL1001", "LoadBeforeLoop", Sources.InMethod("var names = Loaders.Names; foreach (var o in orders) { Use(o, await names.LoadAsync(o.UserId, \"en\", ct)); }"), Family, Sources.Shop)), StringComparison.Ordinal);
}
