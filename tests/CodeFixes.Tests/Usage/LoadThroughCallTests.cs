using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

/// <summary>BL1001 where the loop calls something that loads: a method of this class or of another one, a delegate, an interface.</summary>
public class LoadThroughCallTests
{
    /// <summary>What people put between a loop and a load.</summary>
    private const string Services = """
        namespace Shop;
        public static class LoaderExtensions
        {
            public static async Task<User> GetOrThrowAsync(this IBatchLoader<int, User> users, int id)
                => await users.LoadAsync(id) ?? throw new KeyNotFoundException();
            public static async Task<TValue> RequireAsync<TKey, TValue>(this IBatchLoader<TKey, TValue> loader, TKey key, CancellationToken ct = default)
                where TKey : notnull
            {
                var value = await loader.LoadAsync(key, ct).ConfigureAwait(false);
                return value;
            }
        }
        public sealed class UserRepository(UserByIdLoader users, ProductByIdLoader products)
        {
            public Task<User> FindAsync(int id) => users.LoadAsync(id);
            public async Task<string> NameAsync(Order order, bool full)
            {
                var id = order.UserId;
                var user = await users.LoadAsync(id);
                return full ? user.Name : user.Name[..1];
            }
            public async Task<string> TitleAsync(int id) => "Mr " + (await FindAsync(id)).Name;
            public Task<IReadOnlyList<User>> ManyAsync(IEnumerable<int> ids) => users.LoadManyAsync(ids);
            public Task<IReadOnlyList<Product>> ProductsAsync(Order order) => products.LoadManyAsync(order.ProductIds);
            public async Task<int> FixedAsync(int factor) => (await users.LoadAsync(1)).Id * factor;
            public async Task<User> FreshAsync(int id) { using var scope = new LoaderScope(); return await new UserByIdLoader(scope).LoadAsync(id); }
            public void Forget(int id) => _ = users.LoadAsync(id);
            public async Task EachAsync(int[] ids) { foreach (var id in ids) await users.LoadAsync(id); }
            public async Task WarmUpAsync(IEnumerable<int> ids) => await users.LoadManyAsync(ids);
        }
        public interface IUserService { Task<User> GetAsync(int id); }
        public sealed class UserService(UserByIdLoader users) : IUserService { public async Task<User> GetAsync(int id) => await users.LoadAsync(id); }
        public interface IName { Task<string> NameOfAsync(int id); }
        public sealed class Loaded(UserByIdLoader users) : IName { public async Task<string> NameOfAsync(int id) => (await users.LoadAsync(id)).Name; }
        public sealed class Constant : IName { public Task<string> NameOfAsync(int id) => Task.FromResult("x"); }
        public abstract class Source { public abstract Task<User> ReadAsync(int id); }
        public sealed class LoadedSource(UserByIdLoader users) : Source { public override Task<User> ReadAsync(int id) => users.LoadAsync(id); }
        public sealed class Line(UserByIdLoader users, int userId) { public Task<User> BuyerAsync() => users.LoadAsync(userId); }
        public sealed class Row(int userId) { public Task<User> BuyerAsync(UserByIdLoader users) => users.LoadAsync(userId); }
        public sealed class Policy
        {
            public Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken ct = default) => action(ct);
            public async Task<T> RetryAsync<T>(Func<int, Task<T>> action) { for (var n = 0; ; n++) { try { return await action(n); } catch (TimeoutException) { } } }
            public void Later(Func<Task<User>> action) { }
        }
        """;

    [Theory]
    [InlineData("foreach (var o in orders) Use(await [|repository.FindAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) { var u = await [|repository.FindAsync(o.UserId)|].ConfigureAwait(false); Use(u); }")]
    [InlineData("foreach (var o in orders) Use(await [|repository.NameAsync(o, true)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|repository.TitleAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|users.GetOrThrowAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|people.RequireAsync(o.UserId, ct)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|LoaderExtensions.RequireAsync(people, o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|service.GetAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|source.ReadAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|repository.ProductsAsync(o)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|repository.ManyAsync(o.ProductIds)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|Own(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) Use(await [|this.Own(o.UserId)|]);")]
    [InlineData("foreach (var r in rows) Use(await [|r.BuyerAsync(users)|]);")]
    [InlineData("for (var i = 0; i < ids.Length; i++) Use(await [|repository.FindAsync(ids[i])|]);")]
    [InlineData("var list = new List<User>(); foreach (var id in ids) list.Add(await [|repository.FindAsync(id)|]);")]
    [InlineData("var all = new List<string>(); foreach (var o in orders) { var t = [|repository.NameAsync(o, false)|]; all.Add(await t); }")]
    [InlineData("async Task<string> A(int id) => (await users.LoadAsync(id)).Name; async Task<string> B(int id) => await A(id); foreach (var id in ids) Use(await [|B(id)|]);")]
    [InlineData("foreach (var id in ids) { async Task<User> Get() => await users.LoadAsync(id); Use(await [|Get()|]); }")]
    [InlineData("Func<int, Task<User>> f = users.LoadAsync; foreach (var id in ids) Use(await [|f(id)|]);")]
    [InlineData("Func<int, Task<User>> f = Own; foreach (var id in ids) Use(await [|f(id)|]);")]
    [InlineData("foreach (var o in orders) Use(await policy.ExecuteAsync(token => [|users.LoadAsync(o.UserId, token)|]));")]
    [InlineData("foreach (var o in orders) Use(await policy.ExecuteAsync(async token => (await [|users.LoadAsync(o.UserId, token)|]).Name, ct));")]
    [InlineData("foreach (var o in orders) Use(await policy.RetryAsync(n => [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("foreach (var o in orders) Use(await Task.Run(() => [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("foreach (var o in orders) Use(await Task.Run(() => [|repository.FindAsync(o.UserId)|]));")]
    [InlineData("using var scope = new LoaderScope(); foreach (var o in orders) await scope.RunAsync(async () => Use(await [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task<User>>(); foreach (var o in orders) Use(await cache.GetOrAdd(o.UserId, [|users.LoadAsync|]));")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task<User>>(); foreach (var o in orders) Use(await cache.GetOrAdd(o.UserId, id => [|users.LoadAsync(id)|]));")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task<User>>(); foreach (var o in orders) Use(await cache.GetOrAdd(o.UserId, _ => [|users.LoadAsync(o.UserId)|]));")]
    [InlineData("foreach (var o in orders) Use(await Task.WhenAll([|repository.FindAsync(o.UserId)|], [|Own(o.Id)|]));")]
    public Task Reports(string statements) => CheckAsync(statements);

    [Theory]
    [InlineData("Use(await repository.FindAsync(1));")]
    [InlineData("Use(await Task.WhenAll(ids.Select(id => repository.FindAsync(id))));")]
    [InlineData("Use(await Task.WhenAll(ids.Select(repository.FindAsync)));")]
    [InlineData("foreach (var o in orders) Use(await repository.FixedAsync(o.Id));")]
    [InlineData("foreach (var o in orders) Use(await repository.FreshAsync(o.UserId));")]
    [InlineData("foreach (var o in orders) repository.Forget(o.UserId);")]
    [InlineData("foreach (var o in orders) await repository.EachAsync(ids);")]
    [InlineData("foreach (var chunk in ids.Chunk(50)) Use(await repository.ManyAsync(chunk));")]
    [InlineData("foreach (var o in orders) Use(await name.NameOfAsync(o.UserId));")]
    [InlineData("foreach (var o in orders) Use(await repository.NameAsync(order, o.Id > 1));")]
    [InlineData("foreach (var line in lines) Use(await line.BuyerAsync());")]
    [InlineData("foreach (var one in new[] { repository, repository }) Use(await one.FindAsync(order.UserId));")]
    [InlineData("foreach (var one in new[] { repository, repository }) Use(await one.FindAsync(one.GetHashCode()));")]
    [InlineData("foreach (var one in new[] { users, _users }) Use(await one.GetOrThrowAsync(one.GetHashCode()));")]
    [InlineData("User? u = user; while (u.ManagerId is { } id) u = await repository.FindAsync(id);")]
    [InlineData("foreach (var o in orders) { if (o.Id == 3) { Use(await repository.FindAsync(o.UserId)); break; } }")]
    [InlineData("await repository.WarmUpAsync(orders.Select(o => o.UserId)); foreach (var o in orders) Use(await repository.FindAsync(o.UserId));")]
    [InlineData("await _users.LoadManyAsync(orders.Select(o => o.UserId)); foreach (var o in orders) Use(await Own(o.UserId));")]
    [InlineData("foreach (var o in orders) policy.Later(() => users.LoadAsync(o.UserId)); await Task.Yield();")]
    [InlineData("foreach (var o in orders) Use(await policy.ExecuteAsync(token => users.LoadAsync(1, token)));")]
    [InlineData("Func<int, Task<User>> f = users.LoadAsync; f = id => Task.FromResult(user); foreach (var id in ids) Use(await f(id));")]
    public Task Stays_silent(string statements) => CheckAsync(statements);

    [Fact]
    public Task Reports_recursion_over_children() => Analysis.CheckAsync("BL1001", """
        namespace Shop;
        public class Tree(IBatchLoader<int, IReadOnlyList<Order>> orders)
        {
            public async Task<int> CountAsync(int userId)
            {
                var n = 1;
                foreach (var o in await orders.LoadAsync(userId))
                    n += await [|CountAsync(o.UserId)|];
                return n;
            }
            public async Task<int> TogetherAsync(int userId)
                => 1 + (await Task.WhenAll((await orders.LoadAsync(userId)).Select(o => TogetherAsync(o.UserId)))).Sum();
        }
        """, Sources.Shop);

    [Fact]
    public async Task Names_the_method_and_the_load()
    {
        var found = await Analysis.RunAsync(Sources.Compile(
            Sources.InMethod("var r = new UserRepository(users, products); foreach (var o in orders) Use(await r.FindAsync(o.UserId));"), Services, Sources.Shop), "BL1001");
        Assert.Equal(
            "'UserByIdLoader.LoadAsync' in 'FindAsync' is awaited in each round of a loop, which sends one batch for each key; load all keys before the loop with 'Task.WhenAll'",
            found.Single(one => one.Location.SourceTree!.FilePath == "Source0.cs").GetMessage(null));
    }

    private static Task CheckAsync(string statements) => Analysis.CheckAsync("BL1001", Sources.InMethod(statements)
        .Replace("CancellationToken ct)", """
            CancellationToken ct,
            UserRepository repository, IUserService service, Source source, IName name, Policy policy, List<Line> lines, List<Row> rows)
            """, StringComparison.Ordinal)
        .Replace("private int _next;", "private int _next; private Task<User> Own(int id) => _users.LoadAsync(id);", StringComparison.Ordinal), Services, Sources.Shop);
}
