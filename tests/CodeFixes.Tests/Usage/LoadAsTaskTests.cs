using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

/// <summary>BL1001 where the task of a load takes a way before it is awaited: WhenAll, a lazy query, an asynchronous operator.</summary>
public class LoadAsTaskTests
{
    private const string Operators = """
        namespace Shop;
        public static class Operators
        {
            public static async Task EachAsync<T>(this IEnumerable<T> source, Func<T, Task> action) { foreach (var one in source) await action(one); }
            public static async Task<List<R>> MapAsync<T, R>(this IEnumerable<T> source, Func<T, Task<R>> map)
            {
                var list = new List<R>();
                foreach (var one in source)
                    list.Add(await map(one).ConfigureAwait(false));
                return list;
            }
            public static Task TogetherAsync<T>(this IEnumerable<T> source, Func<T, Task> action) => Task.WhenAll(source.Select(action));
            public static async Task<T> RetryAsync<T>(this int times, Func<int, Task<T>> action)
            {
                for (var n = 0; ; n++)
                {
                    try { return await action(n); }
                    catch (TimeoutException) when (n < times) { }
                }
            }
        }
        """;

    [Theory]
    [InlineData("foreach (var o in orders) await Task.WhenAll([|users.LoadAsync(o.UserId)|], [|products.LoadAsync(o.ProductId)|]);")]
    [InlineData("foreach (var o in orders) { var u = [|users.LoadAsync(o.UserId)|]; var p = [|products.LoadAsync(o.ProductId)|]; await Task.WhenAll(u, p); Use(u.Result, p.Result); }")]
    [InlineData("foreach (var o in orders) { var both = Task.WhenAll(new Task[] { [|users.LoadAsync(o.UserId)|], [|products.LoadAsync(o.ProductId)|] }); await both; }")]
    [InlineData("foreach (var o in orders) Use(await Task.WhenAny([|users.LoadAsync(o.UserId)|], Task.FromResult(user)));")]
    [InlineData("foreach (var o in orders) Use(await [|users.LoadAsync(o.UserId)|].ContinueWith(t => t.Result.Name));")]
    [InlineData("foreach (var o in orders) Use(await new ValueTask<User>([|users.LoadAsync(o.UserId)|]));")]
    [InlineData("foreach (var o in orders) Use(await Task.WhenAll(o.ProductIds.Select(id => [|products.LoadAsync(id)|])));")]
    [InlineData("foreach (var o in orders) Use(await Task.WhenAll(o.ProductIds.Select([|products.LoadAsync|])));")]
    [InlineData("foreach (var o in orders) { var tasks = o.ProductIds.Select(id => [|products.LoadAsync(id)|]).ToList(); Use(await Task.WhenAll(tasks)); }")]
    [InlineData("foreach (var o in orders) { var keys = o.ProductIds.Select(id => id + 1).ToList(); Use(await [|products.LoadManyAsync(keys)|]); }")]
    [InlineData("foreach (var o in orders) { var keys = new List<int>(); foreach (var id in o.ProductIds) keys.Add(id); Use(await [|products.LoadManyAsync(keys)|]); }")]
    [InlineData("var map = new Dictionary<int, List<int>>(); foreach (var (id, list) in map) Use(id, await [|users.LoadManyAsync(list)|]);")]
    [InlineData("var map = new Dictionary<int, List<int>>(); foreach (var pair in map) Use(await [|users.LoadManyAsync(pair.Value)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|users.LoadManyAsync([o.UserId])|]);")]
    [InlineData("foreach (var id in ids) Use(await [|users.LoadManyAsync(new[] { id })|]);")]
    [InlineData("foreach (var id in ids) Use(await [|users.LoadManyAsync(new List<int> { id })|]);")]
    [InlineData("var tasks = ids.Select(id => [|users.LoadAsync(id)|]); foreach (var t in tasks) Use(await t);")]
    [InlineData("foreach (var t in ids.Select(id => [|users.LoadAsync(id)|])) Use(await t.ConfigureAwait(false));")]
    [InlineData("foreach (var t in ids.Select([|users.LoadAsync|])) { var u = await t; Use(u); }")]
    [InlineData("foreach (var t in orders.Where(o => o.Id > 1).Select(async o => (o, await [|users.LoadAsync(o.UserId)|]))) Use(await t);")]
    [InlineData("var e = ids.GetEnumerator() as IEnumerator<int>; while (e!.MoveNext()) Use(await [|users.LoadAsync(e.Current)|]);")]
    [InlineData("using var e = orders.GetEnumerator(); e.MoveNext(); do { Use(await [|users.LoadAsync(e.Current.UserId)|]); } while (e.MoveNext());")]
    [InlineData("await foreach (var u in stream.Select(async (Order o, CancellationToken token) => await [|users.LoadAsync(o.UserId, token)|])) Use(u);")]
    [InlineData("await foreach (var o in stream.Where(async (o, token) => (await [|users.LoadAsync(o.UserId, token)|]).Id > 1)) Use(o);")]
    [InlineData("var all = await stream.Select((Order o, CancellationToken token) => new ValueTask<User>([|users.LoadAsync(o.UserId, token)|])).ToListAsync(ct); Use(all);")]
    [InlineData("await orders.EachAsync(async o => Use(await [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("Use(await orders.MapAsync(o => [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("Use(await ids.MapAsync([|users.LoadAsync|]));")]
    public Task Reports(string statements) => Analysis.CheckAsync("BL1001", Sources.InMethod(statements), Operators, Sources.Shop);

    [Theory]
    [InlineData("await Task.WhenAll(users.LoadAsync(1), products.LoadAsync(2));")]
    [InlineData("foreach (var chunk in ids.Chunk(9)) { var tasks = chunk.Select(id => users.LoadAsync(id)); Use(await Task.WhenAll(tasks)); }")]
    [InlineData("foreach (var (n, chunk) in ids.Chunk(9).Select((chunk, n) => (n, chunk))) Use(n, await users.LoadManyAsync(chunk));")]
    [InlineData("var buffer = new List<int>(); foreach (var id in ids) { buffer.Add(id); if (buffer.Count == 9) { Use(await users.LoadManyAsync(buffer)); buffer.Clear(); } }")]
    [InlineData("foreach (var id in ids) Use(await users.LoadManyAsync([1, 2]));")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)).ToArray(); foreach (var t in tasks) Use(await t);")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)); await Task.WhenAll(tasks); foreach (var t in tasks) Use(await t);")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)); foreach (var t in tasks) Use(t.Id);")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)); foreach (var t in await Task.WhenAll(tasks)) Use(t);")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)).ToList(); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); Use(await t); }")]
    [InlineData("await foreach (var t in Task.WhenEach(ids.Select(id => users.LoadAsync(id)))) Use(await t);")]
    [InlineData("foreach (var id in ids) { var t = users.LoadAsync(id); if (t.IsCompleted) Use(await t); }")]
    [InlineData("foreach (var id in ids) { var t = users.LoadAsync(id); Use(t.IsCompletedSuccessfully ? await t : null); }")]
    [InlineData("await foreach (var chunk in stream.Select((o, n) => o.UserId).Chunk(50).Select(async (int[] chunk, CancellationToken token) => await users.LoadManyAsync(chunk, token))) Use(chunk);")]
    [InlineData("await foreach (var u in stream.Select(async (Order o, CancellationToken token) => await users.LoadAsync(7, token))) Use(u);")]
    [InlineData("await orders.TogetherAsync(async o => Use(await users.LoadAsync(o.UserId)));")]
    [InlineData("Use(await 3.RetryAsync(n => users.LoadAsync(n)));")]
    [InlineData("orders.ForEach(o => Use(users.LoadAsync(o.UserId))); await Task.Yield();")]
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1001", Sources.InMethod(statements), Operators, Sources.Shop);
}
