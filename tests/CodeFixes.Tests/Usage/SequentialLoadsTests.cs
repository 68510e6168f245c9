using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class SequentialLoadsTests
{
    [Theory]
    [InlineData("var u = await users.LoadAsync(1); var p = await [|products.LoadAsync(2)|]; Use(u, p);")]
    [InlineData("var u = await users.LoadAsync(1, ct); var p = await [|products.LoadAsync(2, ct)|]; Use(u, p);")]
    [InlineData("var u = await users.LoadAsync(1).ConfigureAwait(false); var p = await [|products.LoadAsync(2)|].ConfigureAwait(false); Use(u, p);")]
    [InlineData("var a = await users.LoadAsync(1); var b = await [|users.LoadAsync(2)|]; Use(a, b);")]
    [InlineData("var a = await users.LoadAsync(order.UserId); var b = await [|people.LoadAsync(order.ProductId)|]; Use(a, b);")]
    [InlineData("var a = await users.LoadAsync(1); var b = await [|users.LoadAsync(2)|]; var c = await [|users.LoadAsync(3)|]; Use(a, b, c);")]
    [InlineData("user = await users.LoadAsync(1); order.User = await [|people.LoadAsync(2)|];")]
    [InlineData("var name = (await users.LoadAsync(1)).Name; var price = (await [|products.LoadAsync(2)|]).Price; Use(name, price);")]
    [InlineData("var pair = (await users.LoadAsync(1), await [|products.LoadAsync(2)|]); Use(pair);")]
    [InlineData("var pair = new KeyValuePair<User, Product>(await users.LoadAsync(1), await [|products.LoadAsync(2)|]); Use(pair);")]
    [InlineData("var all = await users.LoadManyAsync(ids); var p = await [|products.LoadAsync(2)|]; Use(all, p);")]
    [InlineData("if (order.Id > 1) { var u = await users.LoadAsync(1); var p = await [|products.LoadAsync(2)|]; Use(u, p); }")]
    [InlineData("async Task Local() { var u = await users.LoadAsync(1); var p = await [|products.LoadAsync(2)|]; Use(u, p); } await Local();")]
    [InlineData("Func<Task> lambda = async () => { var u = await _users.LoadAsync(1); var p = await [|products.LoadAsync(2)|]; Use(u, p); }; await lambda();")]
    [InlineData("var task = users.LoadAsync(1); var u = await task; var p = await [|products.LoadAsync(2)|]; Use(u, p);")]
    [InlineData("var task = users.LoadAsync(1); Use(1); var u = await task.ConfigureAwait(false); var p = await [|products.LoadAsync(2)|]; Use(u, p);")]
    [InlineData("var u = await users.LoadAsync(1); var task = [|products.LoadAsync(2)|]; var p = await task; Use(u, p);")]
    [InlineData("Task<User> a = users.LoadAsync(1); var u = await a; Task<Product> b = [|products.LoadAsync(2)|]; var p = await b; Use(u, p);")]
    [InlineData("var task = users.LoadAsync(1); var pair = (await task, await [|products.LoadAsync(2)|]); Use(pair);")]
    [InlineData("Use(await users.LoadAsync(1), await [|products.LoadAsync(2)|]);")]
    [InlineData("var u = await users.LoadAsync(1); Use(u, await [|products.LoadAsync(2)|]);")]
    [InlineData("var u = await users.LoadAsync(1); await Task.WhenAll([|users.LoadAsync(2)|], [|products.LoadAsync(2)|]); Use(u);")]
    [InlineData("Use($\"{(await users.LoadAsync(1))?.Name} {(await [|products.LoadAsync(2)|])?.Price}\");")]
    [InlineData("var text = $\"{(await users.LoadAsync(1)).Name}: {(await [|products.LoadAsync(2)|]).Price:n2}\"; Use(text);")]
    [InlineData("var name = (await users.LoadAsync(1))?.Name; var price = (await [|products.LoadAsync(2)|])?.Price; Use(name, price);")]
    [InlineData("var u = await GetUser(1); var p = await [|GetProduct(2)|]; Use(u, p);")]
    [InlineData("var u = await GetUser(order.UserId); var p = await [|products.LoadAsync(order.ProductId)|]; Use(u, p);")]
    [InlineData("var u = await users.LoadAsync(1); var p = await [|GetProduct(order.ProductId)|].ConfigureAwait(false); Use(u, p);")]
    [InlineData("Task<User> Get(int id) => users.LoadAsync(id); var u = await Get(1); var v = await [|Get(2)|]; Use(u, v);")]
    public Task Reports(string statements) => CheckAsync(statements);

    [Theory]
    [InlineData("var u = await users.LoadAsync(1); Use(u);")]
    [InlineData("var u = await users.LoadAsync(1); var a = await products.LoadAsync(u.AddressId); Use(a);")]
    [InlineData("user = await users.LoadAsync(1); var a = await products.LoadAsync(user.AddressId); Use(a);")]
    [InlineData("order.User = await users.LoadAsync(1); var a = await products.LoadAsync(order.User.AddressId); Use(a);")]
    [InlineData("_next = (await users.LoadAsync(1)).Id; var a = await products.LoadAsync(_next); Use(a);")]
    [InlineData("var a = await products.LoadAsync((await users.LoadAsync(1)).AddressId); Use(a);")]
    [InlineData("var u = await users.LoadAsync(1); if (u.Id == 0) return; var p = await products.LoadAsync(2); Use(p);")]
    [InlineData("var u = await users.LoadAsync(1) ?? throw new Exception(); var p = await products.LoadAsync(2); Use(u, p);")]
    [InlineData("var u = await users.LoadAsync(1); Use(u); var p = await products.LoadAsync(2); Use(p);")]
    [InlineData("var a = users.LoadAsync(1); var b = products.LoadAsync(2); Use(await a, await b);")]
    [InlineData("var a = users.LoadAsync(1); var b = products.LoadAsync(2); var u = await a; var p = await b; Use(u, p);")]
    [InlineData("await Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2));")]
    [InlineData("var u = await users.LoadAsync(1); var again = await users.LoadAsync(1); Use(u, again);")]
    [InlineData("var u = await users.LoadAsync(1); var p = await products.LoadAsync(Next()); int Next() => u.Id; Use(p);")]
    [InlineData("var u = order.Id > 1 ? await users.LoadAsync(1) : null; var p = await products.LoadAsync(2); Use(u, p);")]
    [InlineData("await users.LoadAsync(1); users.Clear(1); await users.LoadAsync(2);")]
    [InlineData("await Task.Yield(); var u = await users.LoadAsync(2); Use(u);")]
    [InlineData("Use(order.Id > 1 && (await users.LoadAsync(1)).Id > 2 && (await users.LoadAsync(2)).Id > 3);")]
    [InlineData("foreach (var o in orders) { var u = await users.LoadAsync(o.UserId); var p = await products.LoadAsync(o.ProductId); Use(u, p); }")]
    [InlineData("var (a, b) = (await users.LoadAsync(1), 2); var c = await users.LoadAsync(b); Use(a, c);")]
    [InlineData("var task = users.LoadAsync(1); var u = await task; var p = await products.LoadAsync(u.AddressId); Use(p);")]
    [InlineData("var task = users.LoadAsync(1); var u = await task; var again = await users.LoadAsync(1); Use(u, again);")]
    [InlineData("var task = users.LoadAsync(1); await Task.WhenAny(task, Task.Delay(1)); var u = await task; var p = await products.LoadAsync(2); Use(u, p);")]
    [InlineData("var task = users.LoadAsync(1); if (order.Id > 1) task = users.LoadAsync(2); var u = await task; var p = await products.LoadAsync(2); Use(u, p);")]
    [InlineData("var task = users.LoadAsync(1); foreach (var o in orders) { var u = await task; var p = await products.LoadAsync(2); Use(u, p); }")]
    [InlineData("var other = Task.FromResult(user); var u = await other; var p = await products.LoadAsync(2); Use(u, p);")]
    [InlineData("var u = await users.LoadAsync(1); var task = products.LoadAsync(2); Use(u, task);")]
    [InlineData("var a = users.LoadAsync(1); var b = products.LoadAsync(2); var u = await a; var p = await b; Use(u, p, u.Id);")]
    [InlineData("Use(await users.LoadAsync(1)); var p = await products.LoadAsync(2); Use(p);")]
    [InlineData("order.Attach(await users.LoadAsync(1)); var p = await products.LoadAsync(order.ProductId); Use(p);")]
    [InlineData("Math.Max(Math.Abs(_next++), (await users.LoadAsync(_next)).Id + (await users.LoadAsync(2)).Id).CompareTo(1);")]
    [InlineData("Use($\"{(await users.LoadAsync(1))?.Name} {(await users.LoadAsync(1))?.Name}\");")]
    [InlineData("var name = maybe?.LoadAsync(1) is { } task ? (await task).Name : null; var p = await products.LoadAsync(2); Use(name, p);")]
    [InlineData("var u = await GetUser(1); var p = await GetProduct(u.AddressId); Use(p);")]
    [InlineData("_next = (await users.LoadAsync(1)).Id; var p = await Next(); Use(p);")]
    [InlineData("var u = await GetUser(1); var p = await Noisy(2); Use(u, p);")]
    [InlineData("var u = await GetUser(1); var v = await GetUser(1); Use(u, v);")]
    public Task Stays_silent(string statements) => CheckAsync(statements);

    private static Task CheckAsync(string statements) => Analysis.CheckAsync("BL1004", Sources.InMethod(statements).Replace("private int _next;", """
        private int _next;
            private readonly ProductByIdLoader _products = new();
            private Task<User> GetUser(int id) => _users.LoadAsync(id);
            private async Task<Product> GetProduct(int id) => await _products.LoadAsync(id).ConfigureAwait(false);
            private Task<Product> Next() => _products.LoadAsync(_next);
            private Task<Product> Noisy(int id) { Use(id); return _products.LoadAsync(id); }
        """, StringComparison.Ordinal), Sources.Shop);
}
