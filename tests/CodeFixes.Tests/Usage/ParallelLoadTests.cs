using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class ParallelLoadTests
{
    [Theory]
    [InlineData("await Parallel.ForEachAsync(orders, async (o, token) => Use(await [|users.LoadAsync(o.UserId, token)|]));")]
    [InlineData("await Parallel.ForEachAsync(orders, ct, async (o, token) => { var u = await [|users.LoadAsync(o.UserId, token)|]; Use(u); });")]
    [InlineData("await Parallel.ForEachAsync(stream, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (o, token) => Use(await [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("await Parallel.ForAsync(0, ids.Length, async (i, token) => Use(await [|users.LoadAsync(ids[i])|]));")]
    [InlineData("await Parallel.ForEachAsync(orders, async (o, token) => Use(await [|Get(o.UserId)|])); async Task<User> Get(int id) => await users.LoadAsync(id);")]
    public Task Reports(string statements) => Analysis.CheckAsync("BL1007", Sources.InMethod(statements), Sources.Shop);

    [Theory]
    [InlineData("await Parallel.ForEachAsync(orders, async (o, token) => Use(await users.LoadAsync(7, token)));")]
    [InlineData("await Parallel.ForEachAsync(ids.Chunk(100), async (chunk, token) => Use(await users.LoadManyAsync(chunk, token)));")]
    [InlineData("await Parallel.ForEachAsync(orders, async (o, token) => { using var scope = new LoaderScope(); var own = new UserByIdLoader(scope); Use(await own.LoadAsync(o.UserId)); });")]
    [InlineData("await users.LoadManyAsync(orders.Select(o => o.UserId)); await Parallel.ForEachAsync(orders, async (o, token) => Use(await users.LoadAsync(o.UserId, token)));")]
    [InlineData("await Task.WhenAll(orders.Select(async o => Use(await users.LoadAsync(o.UserId))));")]
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1007", Sources.InMethod(statements), Sources.Shop);
}
