using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Fixes;

public class UsageFixTests
{
    [Theory]
    [InlineData("foreach (var id in ids) { var u = await users.LoadAsync(id); Use(u); }", "foreach (var (id, u) in ids.Zip(await users.LoadManyAsync(ids))) { Use(u); }")]
    [InlineData("foreach (var o in orders) o.User = await users.LoadAsync(o.UserId, ct);", "foreach (var (o, loaded) in orders.Zip(await users.LoadManyAsync(orders.Select(o => o.UserId), ct))) o.User = loaded;")]
    [InlineData("foreach (var o in orders) Use((await users.LoadAsync(o.UserId).ConfigureAwait(false)).Name);", "foreach (var (o, loaded) in orders.Zip(await users.LoadManyAsync(orders.Select(o => o.UserId)).ConfigureAwait(false))) Use(loaded.Name);")]
    [InlineData("foreach (var id in ids.Where(id => id > 1)) Use(await users.LoadAsync(id));", "var items = ids.Where(id => id > 1).ToList();")]
    [InlineData("foreach (var o in orders) { User u = await users.LoadAsync(o.UserId); Use(u); }", "{ User u = loaded; Use(u); }")]
    [InlineData("foreach (var o in orders) { var u = await users.LoadAsync(o.UserId); u = null!; Use(u); }", "{ var u = loaded; u = null!; Use(u); }")]
    [InlineData("foreach (var o in orders) { Console.WriteLine(o.Id); var u = await users.LoadAsync(o.UserId); if (u.Id > 1) continue; Use(u); }", "{ Console.WriteLine(o.Id); if (u.Id > 1) continue; Use(u); }")]
    [InlineData("foreach (var o in Fresh) Use(await users.LoadAsync(o.UserId));", "var items = Fresh.ToList();")]
    [InlineData("foreach (var o in _kept) Use(await users.LoadAsync(o.UserId));", "var items = _kept.ToList();")]
    [InlineData("foreach (var o in queue) Use(await users.LoadAsync(o.UserId));", "var items = queue.ToList();")]
    [InlineData("var own = orders.ToArray(); foreach (var o in own) Use(await users.LoadAsync(o.UserId));", "in own.Zip(await users.LoadManyAsync(own.Select(o => o.UserId)))")]
    [InlineData("foreach (var o in orders) Use(await users.LoadOptionalAsync((int?)o.UserId, ct));", "foreach (var (o, loaded) in orders.Zip(await Task.WhenAll(orders.Select(o => users.LoadOptionalAsync((int?)o.UserId, ct))))) Use(loaded);")]
    [InlineData("foreach (var o in orders) Use(await Own(o.UserId));", "foreach (var (o, loaded) in orders.Zip(await Task.WhenAll(orders.Select(o => Own(o.UserId))))) Use(loaded);")]
    [InlineData("async Task<string> Name(int id) => (await users.LoadAsync(id)).Name; foreach (var id in ids) Use(await Name(id));", "foreach (var (id, loaded) in ids.Zip(await Task.WhenAll(ids.Select(id => Name(id))))) Use(loaded);")]
    public async Task Loads_before_the_loop(string statements, string expected)
        => Assert.Contains(expected, await Fixing.ApplyAsync("BL1001", "LoadBeforeLoop", InPage(statements), Sources.Shop), StringComparison.Ordinal);

    [Theory]
    [InlineData("foreach (var o in orders) { if (o.Id > 1) Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { if (o.Id > 1) continue; Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { var u = await users.LoadAsync(o.UserId); if (u.Id > 1) break; }")]
    [InlineData("foreach (var o in orders) Use(o.Id > 1 ? await users.LoadAsync(o.UserId) : null);")]
    [InlineData("foreach (var o in orders) { o.UserId = 3; Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { var id = o.UserId + 1; Use(await users.LoadAsync(id)); }")]
    [InlineData("foreach (var o in orders) Use(await users.LoadAsync(o.GetHashCode()));")]
    [InlineData("foreach (var o in orders) Use(await products.LoadManyAsync(o.ProductIds));")]
    [InlineData("foreach (var o in orders) { var task = users.LoadAsync(o.UserId); Use(await task); }")]
    [InlineData("for (var i = 0; i < ids.Length; i++) Use(await users.LoadAsync(ids[i]));")]
    [InlineData("await foreach (var o in stream) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("foreach (var o in orders) await Task.WhenAll(users.LoadAsync(o.UserId), products.LoadAsync(o.ProductId));")]
    [InlineData("foreach (var o in orders) Use(await Task.Run(() => users.LoadAsync(o.UserId)));")]
    [InlineData("foreach (var t in ids.Select(id => users.LoadAsync(id))) Use(await t);")]
    public async Task Leaves_a_loop_alone_that_needs_a_thought(string statements)
        => Assert.Empty(await Fixing.OfferedAsync("BL1001", InPage(statements), Sources.Shop));

    /// <summary>What a round does before its load, and what it does to the loader, would happen in another order.</summary>
    [Theory]
    [InlineData("foreach (var o in orders) { users.Clear(o.UserId); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { users.Prime(o.UserId, user); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { await Task.Yield(); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { o.Attach(user); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { Use(o); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { Change(o); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { o.User = user; Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) { Change(o.Id); Use(await users.LoadAsync(o.UserId)); }")]
    [InlineData("foreach (var o in orders) Use(Change(o.Id), await users.LoadAsync(o.UserId));")]
    [InlineData("foreach (var o in orders) { Use(await users.LoadAsync(o.UserId)); users.ClearAll(); }")]
    [InlineData("foreach (var o in orders) { Use(await users.LoadAsync(o.UserId)); users.Prime(o.Id, user); }")]
    [InlineData("foreach (var o in orders) Use(await Loud(o.UserId));")]
    [InlineData("foreach (var o in orders)\n{\n#if DEBUG\nUse(o.Id);\n#endif\nUse(await users.LoadAsync(o.UserId));\n}")]
    public async Task Leaves_a_loop_alone_whose_order_would_change(string statements)
        => Assert.Empty(await Fixing.OfferedAsync("BL1001", InPage(statements), Sources.Shop));

    [Theory]
    [InlineData("Use(users.LoadAsync(1).Result);", "Use(await users.LoadAsync(1));")]
    [InlineData("Use(users.LoadAsync(1).Result.Name);", "Use((await users.LoadAsync(1)).Name);")]
    [InlineData("users.LoadAsync(1).Wait();", "await users.LoadAsync(1);")]
    [InlineData("var n = users.LoadAsync(1).ConfigureAwait(false).GetAwaiter().GetResult().Name; Use(n);", "var n = (await users.LoadAsync(1).ConfigureAwait(false)).Name;")]
    [InlineData("var task = users.LoadAsync(1); Use(task.Result);", "Use(await task);")]
    [InlineData("Use((maybe?.LoadAsync(1) ?? users.LoadAsync(2)).Result);", "Use(await (maybe?.LoadAsync(1) ?? users.LoadAsync(2)));")]
    [InlineData("try { Use(users.LoadAsync(1).GetAwaiter().GetResult()); } catch (AggregateException e) { Use(e); }", "Use(await users.LoadAsync(1));")]
    [InlineData("try { Use(users.LoadAsync(1).Result); } catch (TimeoutException e) { Use(e); }", "Use(await users.LoadAsync(1));")]
    [InlineData("try { Use(1); } catch (AggregateException) { Use(users.LoadAsync(1).Result); }", "Use(await users.LoadAsync(1));")]
    [InlineData("Use(Task.Run(() => users.LoadAsync(1)).Result.Name);", "Use((await Task.Run(() => users.LoadAsync(1))).Name);")]
    [InlineData("Task.WaitAll(users.LoadAsync(1), products.LoadAsync(1));", "await Task.WhenAll(users.LoadAsync(1), products.LoadAsync(1));", true)]
    public async Task Awaits_instead_of_blocking(string statements, string expected, bool all = false)
        => Assert.Contains(
            expected,
            all ? await Fixing.ApplyAllAsync("BL1002", "AwaitLoad", Sources.InMethod(statements), Sources.Shop)
                : await Fixing.ApplyAsync("BL1002", "AwaitLoad", Sources.InMethod(statements), Sources.Shop),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("lock (users) { Use(users.LoadAsync(1).Result); }")]
    [InlineData("Use(ids.Select(id => users.LoadAsync(id).Result).ToList());")]
    [InlineData("User Get() => users.LoadAsync(1).Result; Use(Get());")]
    [InlineData("if (users.LoadAsync(1).Wait(100)) return;")]
    [InlineData("Use(maybe?.LoadAsync(1).Result);")]
    [InlineData("Task.WaitAny(users.LoadAsync(1));")]
    [InlineData("try { users.LoadAsync(1).Wait(); } catch (AggregateException e) { Use(e); }")]
    [InlineData("try { Use(users.LoadAsync(1).Result); } catch (Exception e) when (e is AggregateException) { Use(e); }")]
    [InlineData("try { Use(users.LoadAsync(1).Result); } catch (Exception e) when (e.InnerException is TimeoutException) { Use(e); }")]
    [InlineData("try { try { Task.WaitAll(users.LoadAsync(1), users.LoadAsync(2)); } finally { Use(1); } } catch (AggregateException e) { Use(e); }")]
    public async Task Leaves_blocking_alone_where_an_await_can_not_stand(string statements)
        => Assert.Empty(await Fixing.OfferedAsync("BL1002", Sources.InMethod(statements), Sources.Shop));

    [Theory]
    [InlineData("services.AddSingleton<Prices>();", "services.AddScoped<Prices>();")]
    [InlineData("services.AddSingleton<UserByIdLoader>(); services.AddKeyedSingleton<Prices>(1);", "services.AddScoped<UserByIdLoader>(); services.AddKeyedScoped<Prices>(1);")]
    public async Task Registers_as_scoped(string statements, string expected)
        => Assert.Contains(expected, await Fixing.ApplyAllAsync("BL1003", "RegisterAsScoped", $$"""
            using Microsoft.Extensions.DependencyInjection;
            namespace Shop;
            public sealed class Prices(UserByIdLoader users) { public UserByIdLoader Users => users; }
            public static class Startup { public static void Run(IServiceCollection services) { {{statements}} } }
            """, Sources.Shop), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "var u = await users.LoadAsync(1); var p = await products.LoadAsync(2); Use(u, p);",
        "var uTask = users.LoadAsync(1);", "var pTask = products.LoadAsync(2);", "var u = await uTask; var p = await pTask; Use(u, p);")]
    [InlineData(
        "var a = await users.LoadAsync(1); var b = await users.LoadAsync(2); var c = await products.LoadAsync(3).ConfigureAwait(false); Use(a, b, c);",
        "var bTask = users.LoadAsync(2);", "var cTask = products.LoadAsync(3);", "var a = await aTask; var b = await bTask; var c = await cTask.ConfigureAwait(false);")]
    [InlineData(
        "var pair = (await users.LoadAsync(1), (await products.LoadAsync(2)).Price); Use(pair);",
        "var usersTask = users.LoadAsync(1);", "var productsTask = products.LoadAsync(2);", "var pair = (await usersTask, (await productsTask).Price);")]
    [InlineData(
        "var u = await users.LoadAsync(1); var m = await users.LoadAsync(u.AddressId); var p = await products.LoadAsync(2); Use(m, p);",
        "var u = await users.LoadAsync(1);", "var mTask = users.LoadAsync(u.AddressId);", "var m = await mTask; var p = await pTask;")]
    [InlineData(
        "var task = users.LoadAsync(1); var u = await task; var p = await products.LoadAsync(2); Use(u, p);",
        "var task = users.LoadAsync(1);", "var pTask = products.LoadAsync(2);", "var u = await task; var p = await pTask;")]
    [InlineData(
        "var u = await users.LoadAsync(1); var task = products.LoadAsync(2); var p = await task; Use(u, p);",
        "var uTask = users.LoadAsync(1);", "var task = products.LoadAsync(2);", "var u = await uTask; var p = await task;")]
    public async Task Starts_loads_together(string statements, params string[] expected)
    {
        string changed = await Fixing.ApplyAllAsync("BL1004", "StartTogether", Sources.InMethod(statements), Sources.Shop);
        Assert.All(expected, part => Assert.Contains(part, changed, StringComparison.Ordinal));
        Assert.Equal(
            Flat(await Fixing.ApplyAsync("BL1004", "StartTogether", Sources.InMethod(statements), Sources.Shop)), Flat(changed));
    }

    /// <summary>Another target framework may not have the statement that a load would be started in.</summary>
    [Theory]
    [InlineData("#if DEBUG\n        var u = await users.LoadAsync(1);\n#else\n        var u = user;\n#endif\n        var p = await products.LoadAsync(2); Use(u, p);")]
    [InlineData("        var u = await users.LoadAsync(1);\n#if !RELEASE\n        var p = await products.LoadAsync(2);\n        Use(p);\n#endif\n        Use(u);")]
    public async Task Leaves_loads_alone_that_a_directive_parts(string statements)
        => Assert.Empty(await Fixing.OfferedAsync("BL1004", Sources.InMethod(statements).Replace("namespace Shop;", "", StringComparison.Ordinal)
            .Insert(0, "#define DEBUG\nnamespace Shop;\n"), Sources.Shop));

    [Theory]
    [InlineData("BL1002", "AwaitLoad", "        Use(users.LoadAsync(1) // c1\n            .Result /* c2 */);", "c1", "c2")]
    [InlineData("BL1002", "AwaitLoad", "        users.LoadAsync(1) // c1\n            .Wait( /* c2 */ ); // c3", "c1", "c2", "c3")]
    [InlineData("BL1001", "LoadBeforeLoop", "        foreach (var o in orders) // c1\n        {\n            // c2\n            Use(await users.LoadAsync(/* c3 */ o.UserId /* c4 */)); // c5\n        }", "c1", "c2", "c3", "c4", "c5")]
    [InlineData("BL1004", "StartTogether", "        var u = await users.LoadAsync(/* c1 */ 1); // c2\n        // c3\n        var p = await products.LoadAsync(2 /* c4 */); // c5\n        Use(u, p);", "c1", "c2", "c3", "c4", "c5")]
    public async Task Keeps_comments(string id, string key, string statements, params string[] comments)
    {
        string changed = await Fixing.ApplyAsync(id, key, Sources.InMethod(statements), Sources.Shop);
        Assert.All(comments, comment => Assert.Equal(2, changed.Split(comment).Length));
    }

    /// <summary>What a fix inserts ends its lines as the file does.</summary>
    [Theory]
    [InlineData("BL1001", "LoadBeforeLoop", "        foreach (var o in Fresh)\n            Use(await users.LoadAsync(o.UserId));")]
    [InlineData("BL1001", "LoadBeforeLoop", "        if (ids.Length > 1)\n            foreach (var o in Fresh)\n                Use(await users.LoadAsync(o.UserId));")]
    [InlineData("BL1004", "StartTogether", "        var u = await users.LoadAsync(1);\n        var p = await products.LoadAsync(2);\n        Use(u, p);")]
    public async Task Keeps_line_ends(string id, string key, string statements)
    {
        string changed = await Fixing.ApplyAsync(id, key, InPage(statements).ReplaceLineEndings("\r\n"), Sources.Shop);
        Assert.DoesNotContain("\n", changed.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string InPage(string statements) => Sources.InMethod(statements).Replace("private int _next;", """
        private int _next;
            private readonly List<Order> _kept = new();
            private IEnumerable<Order> Fresh => new[] { new Order { UserId = ++_next } };
            private Task<User> Own(int id) => _users.LoadAsync(id);
            private async Task<User> Loud(int id) { _next++; return await _users.LoadAsync(id); }
            private int Change(object value) => _next++;
        """, StringComparison.Ordinal).Replace("CancellationToken ct)", "CancellationToken ct, System.Collections.Concurrent.ConcurrentQueue<Order> queue)", StringComparison.Ordinal);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
