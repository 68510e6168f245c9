using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class LoadInLoopTests
{
    [Theory]
    [InlineData("foreach (var id in ids) { var u = await [|users.LoadAsync(id)|]; Use(u); }")]
    [InlineData("foreach (var id in ids) Use(await [|users.LoadAsync(id, ct)|]);")]
    [InlineData("foreach (var o in orders) o.User = await [|users.LoadAsync(o.UserId)|];")]
    [InlineData("foreach (var o in orders) Use(await [|users.LoadOptionalAsync((int?)o.UserId)|]);")]
    [InlineData("foreach (var o in orders) o.Attach(await [|users.LoadAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|people.LoadAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|_users.LoadAsync(o.UserId)|].ConfigureAwait(false));")]
    [InlineData("foreach (var o in orders) { var task = [|users.LoadAsync(o.UserId)|]; Use(await task); }")]
    [InlineData("foreach (var o in orders) { Task<User> task; task = [|users.LoadAsync(o.UserId)|]; Use(await task.ConfigureAwait(false)); }")]
    [InlineData("foreach (var o in orders) Use(await (maybe?[|.LoadAsync(o.UserId)|] ?? Task.FromResult(user)));")]
    [InlineData("foreach (var o in orders) Use(await (o.Id > 1 ? [|users.LoadAsync(o.UserId)|] : Task.FromResult(user)));")]
    [InlineData("for (var i = 0; i < ids.Length; i++) Use(await [|users.LoadAsync(ids[i])|]);")]
    [InlineData("var n = 0; while (n < 10) { Use(await [|users.LoadAsync(n)|]); n++; }")]
    [InlineData("var n = 0; do { Use(await [|users.LoadAsync(n++)|]); } while (n < 10);")]
    [InlineData("while (_next < 9) { _next++; Use(await [|users.LoadAsync(_next)|]); }")]
    [InlineData("var queue = new Queue<int>(ids); while (queue.Count > 0) Use(await [|users.LoadAsync(queue.Dequeue())|]);")]
    [InlineData("var queue = new Queue<int>(ids); while (queue.TryDequeue(out var id)) Use(await [|users.LoadAsync(id)|]);")]
    [InlineData("await foreach (var o in stream) Use(await [|users.LoadAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) { if (o.Id == 3) continue; Use(await [|users.LoadAsync(o.UserId)|]); }")]
    [InlineData("foreach (var o in orders) { var u = await [|users.LoadAsync(o.UserId)|]; Use(await [|products.LoadAsync(u.AddressId)|]); }")]
    [InlineData("foreach (var o in orders) { foreach (var id in o.ProductIds) Use(await [|products.LoadAsync(id)|]); }")]
    [InlineData("foreach (var o in orders) { for (var i = 0; i < 3; i++) Use(await [|users.LoadAsync(o.UserId)|]); }")]
    [InlineData("foreach (var o in orders) Use(await [|products.LoadManyAsync(o.ProductIds)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|products.LoadManySettledAsync(o.ProductIds.Where(id => id > 0))|]);")]
    [InlineData("foreach (var o in orders) { try { Use(await [|users.LoadAsync(o.UserId)|]); } catch (Exception) { } }")]
    [InlineData("foreach (var o in orders) { switch (o.Id) { case 1: Use(await [|users.LoadAsync(o.UserId)|]); break; } }")]
    [InlineData("async Task<string> Name(int id) => (await users.LoadAsync(id)).Name; foreach (var id in ids) Use(await [|Name(id)|]);")]
    [InlineData("Task<User> Get(int id) { return users.LoadAsync(id); } foreach (var id in ids) Use(await [|Get(id)|]);")]
    [InlineData("Func<int, Task<User>> get = id => users.LoadAsync(id); foreach (var id in ids) Use(await [|get(id)|]);")]
    [InlineData("Func<Task> all = async () => { foreach (var id in ids) Use(await [|users.LoadAsync(id)|]); }; await all();")]
    [InlineData("async Task All() { foreach (var id in ids) Use(await [|users.LoadAsync(id)|]); } await All();")]
    [InlineData("var roots = await users.LoadManyAsync(ids); foreach (var r in roots) Use(await [|users.LoadAsync(r.AddressId)|]);")]
    [InlineData("var me = await users.LoadAsync(1); foreach (var id in me.FriendIds) Use(await [|users.LoadAsync(id)|]);")]
    [InlineData("var map = new Dictionary<int, User>(); foreach (var id in ids) map[id] = await [|users.LoadAsync(id)|];")]
    [InlineData("foreach (var (id, n) in ids.Select((id, n) => (id, n))) Use(n, await [|users.LoadAsync(id)|]);")]
    [InlineData("while (true) { if (_next > 9) break; _next++; Use(await [|users.LoadAsync(_next)|]); }")]
    [InlineData("foreach (var o in orders) { var id = await Task.FromResult(o.UserId); Use(await [|users.LoadAsync(id)|]); }")]
    public Task Reports(string statements) => Analysis.CheckAsync("BL1001", Sources.InMethod(statements), Sources.Shop);

    [Theory]
    [InlineData("Use(await users.LoadAsync(1));")]
    [InlineData("Use(await Task.WhenAll(ids.Select(id => users.LoadAsync(id))));")]
    [InlineData("Use(await Task.WhenAll(ids.Select(async id => (await users.LoadAsync(id)).Name)));")]
    [InlineData("Use(await Task.WhenAll(ids.Select(users.LoadAsync)));")]
    [InlineData("foreach (var u in await users.LoadManyAsync(ids)) Use(u);")]
    [InlineData("for (var u = await users.LoadAsync(1); u.Id < 3; u = u with { Id = 4 }) Use(u);")]
    [InlineData("var tasks = new List<Task<User>>(); foreach (var id in ids) tasks.Add(users.LoadAsync(id)); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)).ToList(); foreach (var task in tasks) Use(await task);")]
    [InlineData("var task = users.LoadAsync(1); foreach (var id in ids) Use(id, await task);")]
    [InlineData("Task<User>? last = null; foreach (var id in ids) last = users.LoadAsync(id); Use(await last!);")]
    [InlineData("User? u = user; while (u.ManagerId is { } id) u = await users.LoadAsync(id);")]
    [InlineData("int? next = 1; while (next is not null) { var u = await users.LoadAsync(next.Value); next = u.ManagerId; }")]
    [InlineData("_next = 1; while (_next > 0) { var u = await users.LoadAsync(_next); _next = u.ManagerId ?? 0; }")]
    [InlineData("var queue = new Queue<int>(ids); while (queue.Count > 0) { var u = await users.LoadAsync(queue.Dequeue()); foreach (var f in u.FriendIds) queue.Enqueue(f); }")]
    [InlineData("var todo = new Stack<User>(); todo.Push(user); while (todo.TryPop(out var u)) todo.Push(await users.LoadAsync(u.AddressId));")]
    [InlineData("for (var id = 1; id > 0;) { if (await users.LoadAsync(id) is { ManagerId: { } m }) id = m; else id = 0; }")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++) { try { Use(await users.LoadAsync(order.UserId)); } catch (Exception) { } }")]
    [InlineData("while (!ct.IsCancellationRequested) { Use(await users.LoadAsync(7)); await Task.Yield(); }")]
    [InlineData("foreach (var o in orders) { if (o.Id == 3) { Use(await users.LoadAsync(o.UserId)); break; } }")]
    [InlineData("foreach (var o in orders) { if (o.Id == 3) { user = await users.LoadAsync(o.UserId); return; } }")]
    [InlineData("foreach (var o in orders) { if (o.Id == 3) throw new Exception((await users.LoadAsync(o.UserId)).Name); }")]
    [InlineData("foreach (var o in orders) { switch (o.Id) { case 1: Use(await users.LoadAsync(o.UserId)); return; } }")]
    [InlineData("foreach (var o in orders) { using var scope = new LoaderScope(); var own = new UserByIdLoader(scope); Use(await own.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) Use(await new UserByIdLoader(o.Id > 1 ? null : null).LoadAsync(o.UserId));")]
    [InlineData("foreach (var loader in new[] { users, _users }) Use(await loader.LoadAsync(order.UserId));")]
    [InlineData("foreach (var chunk in ids.Chunk(100)) Use(await users.LoadManyAsync(chunk));")]
    [InlineData("for (var i = 0; i < ids.Length; i += 100) Use(await users.LoadManyAsync(ids.Skip(i).Take(100)));")]
    [InlineData("await users.LoadManyAsync(orders.Select(o => o.UserId)); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("foreach (var o in orders) users.Prime(o.UserId, user); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("foreach (var id in ids) { async Task<User> Get() => await users.LoadAsync(id); Use((Func<Task<User>>)Get); }")]
    [InlineData("foreach (var id in ids) { Func<Task<User>> get = async () => await users.LoadAsync(id); Use(get); }")]
    [InlineData("await Parallel.ForEachAsync(ids, async (id, token) => Use(await users.LoadAsync(id, token)));")]
    [InlineData("foreach (var id in ids) { users.Clear(id); _ = users.LoadAsync(id); }")]
    [InlineData("var n = 0; while ((await users.LoadAsync(n)).Name != \"x\") n++;")]
    [InlineData("for (var page = 1; ; page++) { var u = await users.LoadAsync(page); if (u.Name == \"\") break; Use(u); }")]
    [InlineData("var page = 0; User u; do { u = await users.LoadAsync(page++); Use(u); } while (u.Name != \"\");")]
    [InlineData("var more = true; for (var page = 1; more; page++) { var all = await users.LoadAsync(page); more = all.Id > 0; }")]
    [InlineData("while (!ct.IsCancellationRequested) { var id = await Task.FromResult(_next); Use(await users.LoadAsync(id)); }")]
    [InlineData("while (true) { Use(await users.LoadAsync(await Task.FromResult(_next))); }")]
    [InlineData("await foreach (var o in stream) Use(await products.LoadManyAsync(o.ProductIds));")]
    [InlineData("foreach (var chunk in ids.Chunk(9)) Use(await Task.WhenAll(chunk.Select(id => users.LoadAsync(id))));")]
    [InlineData("UserByIdLoader Of(Order o) => users; foreach (var o in orders) Use(await Of(o).LoadAsync(o.UserId));")]
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1001", Sources.InMethod(statements), Sources.Shop);

    [Fact]
    public Task Stays_silent_for_a_method_that_only_has_the_name()
        => Analysis.CheckAsync("BL1001", """
            class Repository { public System.Threading.Tasks.Task<int> LoadAsync(int id) => System.Threading.Tasks.Task.FromResult(id); }
            class Page
            {
                async System.Threading.Tasks.Task Run(Repository users, int[] ids) { foreach (var id in ids) await users.LoadAsync(id); }
            }
            """);

    [Fact]
    public Task Reports_a_type_parameter_and_a_decorator()
        => Analysis.CheckAsync("BL1001", """
            namespace Shop;
            public class Page
            {
                public async Task Run<TLoader>(TLoader loader, int[] ids) where TLoader : class, IBatchLoader<int, User>
                {
                    foreach (var id in ids)
                        await [|loader.LoadAsync(id)|];
                }
                public async IAsyncEnumerable<User> Stream(IBatchLoader<int, User> loader, int[] ids)
                {
                    foreach (var id in ids)
                        yield return await [|loader.LoadAsync(id)|];
                }
            }
            """, Sources.Shop);
}
