using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class BlockingLoadTests
{
    [Theory]
    [InlineData("Use([|users.LoadAsync(1).Result|]);")]
    [InlineData("Use([|users.LoadAsync(1).Result|].Name);")]
    [InlineData("Use([|people.LoadAsync(1, ct).Result|]);")]
    [InlineData("[|users.LoadAsync(1).Wait()|];")]
    [InlineData("[|users.LoadAsync(1).Wait(ct)|];")]
    [InlineData("if ([|users.LoadAsync(1).Wait(100)|]) return;")]
    [InlineData("Use([|users.LoadAsync(1).GetAwaiter().GetResult()|]);")]
    [InlineData("Use([|users.LoadAsync(1).ConfigureAwait(false).GetAwaiter().GetResult()|]);")]
    [InlineData("Use([|users.LoadManyAsync(ids).Result|].Count);")]
    [InlineData("Use([|users.LoadManySettledAsync(ids).Result|].Count);")]
    [InlineData("var task = users.LoadAsync(1); Use([|task.Result|]);")]
    [InlineData("Task<User> task; task = users.LoadAsync(1); [|task.Wait()|]; Use(task);")]
    [InlineData("var task = users.LoadAsync(1); Use([|task.Result|]); await task;")]
    [InlineData("var other = products.LoadAsync(1); var task = users.LoadAsync(1); await other; Use([|task.Result|]);")]
    [InlineData("Use(maybe?[|.LoadAsync(1).Result|]);")]
    [InlineData("Use([|(maybe?.LoadAsync(1) ?? users.LoadAsync(2)).Result|]);")]
    [InlineData("[|Task.WaitAll(users.LoadAsync(1), Task.CompletedTask)|];")]
    [InlineData("var task = users.LoadAsync(1); [|Task.WaitAll(new Task[] { task, Task.CompletedTask })|];")]
    [InlineData("[|Task.WaitAny(users.LoadAsync(1))|];")]
    [InlineData("Use(ids.Select(id => [|users.LoadAsync(id).Result|]).ToList());")]
    [InlineData("User Get(int id) => [|users.LoadAsync(id).Result|]; Use(Get(1));")]
    [InlineData("foreach (var id in ids) Use([|_users.LoadAsync(id).Result|]);")]
    [InlineData("Use([|Task.Run(() => users.LoadAsync(1)).Result|]);")]
    [InlineData("Use([|Task.Run(async () => await users.LoadAsync(1)).GetAwaiter().GetResult()|]);")]
    [InlineData("var task = Task.Run(async () => { var u = await users.LoadAsync(1); return u.Name; }); [|task.Wait()|];")]
    [InlineData("[|Task.WaitAll(ids.Select(id => users.LoadAsync(id)).ToArray())|];")]
    [InlineData("[|Task.WaitAll(ids.Select(users.LoadAsync).ToArray())|];")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)).ToArray(); [|Task.WaitAll(tasks)|]; Use(tasks[0].Id);")]
    [InlineData("[|Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2)).Wait()|];")]
    [InlineData("Use([|Task.WhenAll(ids.Select(id => users.LoadAsync(id))).Result|]);")]
    [InlineData("async Task<string> Name(int id) => (await users.LoadAsync(id)).Name; Use([|Name(1).Result|]);")]
    [InlineData("Use([|Own(order.UserId).Result|].Name);")]
    [InlineData("Use([|Own(order.UserId).ConfigureAwait(false).GetAwaiter().GetResult()|]);")]
    [InlineData("var task = Own(1); [|task.Wait()|];")]
    [InlineData("Func<int, Task<User>> f = users.LoadAsync; Use([|f(1).Result|]);")]
    [InlineData("[|Task.WaitAll(Own(1), Own(2))|];")]
    public Task Reports(string statements) => CheckAsync(statements);

    [Theory]
    [InlineData("Use(await users.LoadAsync(1));")]
    [InlineData("var task = users.LoadAsync(1); await task; Use(task.Result);")]
    [InlineData("var task = users.LoadAsync(1); await task.ConfigureAwait(false); Use(task.Result);")]
    [InlineData("var a = users.LoadAsync(1); var b = products.LoadAsync(1); await Task.WhenAll(a, b); Use(a.Result, b.Result);")]
    [InlineData("var task = users.LoadAsync(1); if (task.IsCompletedSuccessfully) Use(task.Result);")]
    [InlineData("var task = users.LoadAsync(1); Use(task.Status == TaskStatus.RanToCompletion ? task.Result : null);")]
    [InlineData("var task = users.LoadAsync(1); if (await Task.WhenAny(task, Task.Delay(1)) == task) Use(task.Result);")]
    [InlineData("await users.LoadAsync(1).ContinueWith(task => Use(task.Result));")]
    [InlineData("Use(Task.FromResult(1).Result);")]
    [InlineData("Use((await users.LoadManySettledAsync(ids)).Select(result => result.Value));")]
    [InlineData("var task = users.LoadAsync(1); Use(task.Id, task.IsCompleted);")]
    [InlineData("await Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2));")]
    [InlineData("Use(Task.Run(() => 1).Result);")]
    [InlineData("Use(await Task.Run(() => users.LoadAsync(1)));")]
    [InlineData("var tasks = ids.Select(id => users.LoadAsync(id)).ToArray(); await Task.WhenAll(tasks); Use(tasks.Select(task => task.Result));")]
    [InlineData("var task = Own(1); await task; Use(task.Result);")]
    [InlineData("Use(Fixed().Result);")]
    [InlineData("Use(Task.Run(() => { _ = users.LoadAsync(1); return 2; }).Result);")]
    public Task Stays_silent(string statements) => CheckAsync(statements);

    private static Task CheckAsync(string statements) => Analysis.CheckAsync("BL1002", Sources.InMethod(statements).Replace(
        "private int _next;",
        "private int _next; private Task<User> Own(int id) => _users.LoadAsync(id); private async Task<int> Fixed() { await new UserByIdLoader().LoadAsync(1); return 1; }",
        StringComparison.Ordinal), Sources.Shop);

    /// <summary>A console program waits for its own asynchronous main method: there is no batch that needs that thread.</summary>
    [Fact]
    public Task Stays_silent_for_a_main_method() => Analysis.CheckAsync("BL1002", """
        namespace Shop;
        public static class Program
        {
            public static void Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();
            private static async Task RunAsync(string[] args)
            {
                using var scope = new LoaderScope();
                var users = new UserByIdLoader(scope);
                foreach (var user in await users.LoadManyAsync(args.Select(int.Parse)))
                    Console.WriteLine(user.Name);
            }
        }
        """, Sources.Shop);

    [Fact]
    public Task Reports_in_members_that_can_not_be_async()
        => Analysis.CheckAsync("BL1002", """
            namespace Shop;
            public class Page(UserByIdLoader users)
            {
                private readonly string _name = [|new UserByIdLoader().LoadAsync(1).Result|].Name;
                public User Author => [|users.LoadAsync(1).Result|];
                public User Editor { get { return [|users.LoadAsync(2).GetAwaiter().GetResult()|]; } }
                public override string ToString() => _name;
            }
            """, Sources.Shop);
}
