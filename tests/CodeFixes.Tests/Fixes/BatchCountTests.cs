using System.Reflection;
using System.Runtime.Loader;
using DataLoader.CodeFixes.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace DataLoader.CodeFixes.Tests.Fixes;

/// <summary>Runs a program before and after its fix: the same output, with fewer batches.</summary>
public class BatchCountTests
{
    [Theory]
    [InlineData("foreach (var id in ids) { var u = await users.LoadAsync(id); Print(u.Name); }", 5, 1)]
    [InlineData("foreach (var o in orders) Print((await users.LoadAsync(o.UserId)).Name + o.Id);", 4, 1)]
    [InlineData("foreach (var o in orders.Where(o => o.Id > 2)) { var p = await products.LoadAsync(o.ProductId); Print(o.Id); Print(p); }", 2, 1)]
    [InlineData("foreach (var o in Fresh) Print(o.UserId + (await users.LoadAsync(o.UserId)).Name);", 3, 1)]
    [InlineData("foreach (var o in Queue) Print(o.UserId + (await users.LoadAsync(o.UserId)).Name);", 3, 1)]
    [InlineData("foreach (var o in orders) Print((await Own(users, o)).Name + o.Id);", 4, 1)]
    [InlineData("async Task<string> Name(int id) => (await users.LoadAsync(id)).Name; foreach (var id in ids) Print(await Name(id));", 5, 1)]
    public Task BL1001(string statements, int before, int after) => CheckAsync("BL1001", "LoadBeforeLoop", statements, before, after);

    [Theory]
    [InlineData("var a = await users.LoadAsync(1); var b = await users.LoadAsync(2); Print(a.Name + b.Name);", 2, 1)]
    [InlineData("var a = await users.LoadAsync(1); var b = await users.LoadAsync(2); var c = await users.LoadAsync(3); Print(a.Name + b.Name + c.Name);", 3, 1)]
    [InlineData("var pair = ((await users.LoadAsync(1)).Name, (await users.LoadAsync(2)).Name); Print(pair);", 2, 1)]
    [InlineData("var a = await users.LoadAsync(1); var p = await products.LoadAsync(2); var b = await users.LoadAsync(3); Print(a.Name + p.Price + b.Name);", 3, 2)]
    [InlineData("var t = users.LoadAsync(1); var a = await t; var b = await users.LoadAsync(2); Print(a.Name + b.Name);", 2, 1)]
    [InlineData("var a = await Own(users, orders[0]); var b = await Own(users, orders[1]); Print(a.Name + b.Name);", 2, 1)]
    [InlineData("Print((await users.LoadAsync(1)).Name + (await users.LoadAsync(2)).Name);", 2, 1)]
    [InlineData("var a = await users.LoadAsync(1); Print(a.Name + (await users.LoadAsync(2)).Name); var c = await users.LoadAsync(3); Print(c.Name);", 3, 2)]
    [InlineData("Print($\"{(await users.LoadAsync(1))?.Name} {(await users.LoadAsync(2))?.Name}\");", 2, 1)]
    [InlineData("var a = await users.LoadAsync(1); var t = users.LoadAsync(2); var b = await t; Print(a.Name + b.Name);", 2, 1)]
    public Task BL1004(string statements, int before, int after) => CheckAsync("BL1004", "StartTogether", statements, before, after);

    private static async Task CheckAsync(string id, string key, string statements, int before, int after)
    {
        string source = Program(statements);
        (string Output, int Batches) old = await RunAsync(source);
        (string Output, int Batches) @new = await RunAsync(await Fixing.ApplyAllAsync(id, key, source, Sources.Shop));
        Assert.NotEqual("", old.Output);
        Assert.Equal(old.Output, @new.Output);
        Assert.Equal((before, after), (old.Batches, @new.Batches));
    }

    private static async Task<(string Output, int Batches)> RunAsync(string source)
    {
        Compilation compilation = Generated.Update(Sources.Compile(source, Sources.Shop));
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            MethodInfo run = context.LoadFromStream(image).GetType("Shop.Program")!.GetMethod("Run")!;
            return await (Task<(string, int)>)run.Invoke(null, null)!;
        }
        finally
        {
            context.Unload();
        }
    }

    private static string Program(string statements) => $$"""
        namespace Shop;
        public static class Program
        {
            private static readonly System.Text.StringBuilder Output = new();
            private static int _fresh;
            private static readonly System.Collections.Concurrent.ConcurrentQueue<Order> Queue = new(Enumerable.Range(1, 3).Select(i => new Order { UserId = i }));
            private static Order[] Fresh => [new() { UserId = ++_fresh }, new() { UserId = ++_fresh }, new() { UserId = ++_fresh }];
            private static async Task<User> Own(UserByIdLoader users, Order order) => await users.LoadAsync(order.UserId);
            private static void Print(object? value) => Output.Append(value).Append('\n');
            public static async Task<(string, int)> Run()
            {
                using var scope = new LoaderScope();
                await scope.RunAsync(() => Body(new UserByIdLoader(scope), new ProductByIdLoader(scope)));
                return (Output.ToString(), UserByIdLoader.Batches + ProductByIdLoader.Batches);
            }
            private static async Task Body(UserByIdLoader users, ProductByIdLoader products)
            {
                int[] ids = [5, 3, 9, 1, 7];
                List<Order> orders = [.. Enumerable.Range(1, 4).Select(i => new Order { Id = i, UserId = i * 2, ProductId = i * 3 })];
                {{statements}}
                await Task.CompletedTask;
            }
        }
        """;
}
