using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

/// <summary>BL1001 and keys that nobody could have known before the loop, or that were loaded before it.</summary>
public class KnownKeysTests
{
    /// <summary>Keys that arrive while the loop runs.</summary>
    [Theory]
    [InlineData("while (await text.ReadLineAsync() is { } line) Use(await users.LoadAsync(int.Parse(line)));")]
    [InlineData("string? line; while ((line = await text.ReadLineAsync()) != null) { var id = int.Parse(line); Use(await users.LoadAsync(id)); }")]
    [InlineData("string? line; while ((line = text.ReadLine()) is not null) Use(await users.LoadAsync(int.Parse(line)));")]
    [InlineData("while (Console.ReadLine() is { } line) Use(await users.LoadAsync(int.Parse(line)));")]
    [InlineData("while (await channel.WaitToReadAsync(ct)) while (channel.TryRead(out var id)) Use(await users.LoadAsync(id));")]
    [InlineData("while (await channel.WaitToReadAsync(ct)) { while (channel.TryRead(out var id)) { Use(await users.LoadAsync(id)); } }")]
    [InlineData("foreach (var id in blocking.GetConsumingEnumerable(ct)) Use(await users.LoadAsync(id));")]
    [InlineData("await foreach (var id in channel.ReadAllAsync(ct)) Use(await users.LoadAsync(id));")]
    [InlineData("while (!blocking.IsCompleted) { var id = blocking.Take(ct); Use(await users.LoadAsync(id)); }")]
    [InlineData("while (await messages.NextAsync() is { } o) { var u = await users.LoadAsync(o.UserId); Use(u); }")]
    public Task Stays_silent_for_keys_that_arrive(string statements) => CheckAsync(statements);

    /// <summary>Everything that is there already, read one by one.</summary>
    [Theory]
    [InlineData("while (await rows.ReadAsync(ct)) Use(await [|users.LoadAsync(rows.GetInt32(0))|]);")]
    [InlineData("while (rows.Read()) Use(await [|users.LoadAsync(rows.GetInt32(0))|]);")]
    [InlineData("while (channel.TryRead(out var id)) Use(await [|users.LoadAsync(id)|]);")]
    [InlineData("foreach (var line in await System.IO.File.ReadAllLinesAsync(\"x\")) Use(await [|users.LoadAsync(int.Parse(line))|]);")]
    [InlineData("for (var n = new LinkedList<int>(ids).First; n is not null; n = n.Next) Use(await [|users.LoadAsync(n.Value)|]);")]
    public Task Reports_keys_that_are_there(string statements) => CheckAsync(statements);

    /// <summary>Keys that were loaded or primed before.</summary>
    [Theory]
    [InlineData("await users.LoadManyAsync(orders.Select(o => o.UserId)); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("await users.LoadManyAsync(orders.Select(x => x.UserId).Distinct()); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("var keys = orders.Select(x => x.UserId).ToHashSet(); await users.LoadManyAsync(keys); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("await users.LoadManyAsync(ids); foreach (var id in ids) Use(await users.LoadAsync(id));")]
    [InlineData("await users.LoadManyAsync(orders.SelectMany(o => o.ProductIds)); foreach (var o in orders) foreach (var id in o.ProductIds) Use(await users.LoadAsync(id));")]
    [InlineData("foreach (var x in orders) users.Prime(x.UserId, user); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("foreach (var x in orders) _ = users.LoadAsync(x.UserId); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("var tasks = orders.Select(x => users.LoadAsync(x.UserId)).ToList(); foreach (var o in orders) Use(await users.LoadAsync(o.UserId)); Use(tasks);")]
    [InlineData("await users.LoadManyAsync(orders.Select(Key)); foreach (var o in orders) Use(await users.LoadAsync(o.UserId)); int Key(Order o) => o.UserId;")]
    [InlineData("if (orders.Count > 1) await users.LoadManyAsync(orders.Select(o => o.UserId)); foreach (var o in orders) Use(await users.LoadAsync(o.UserId));")]
    [InlineData("await Task.WhenAll(users.LoadManyAsync(orders.Select(o => o.UserId)), products.LoadManyAsync(orders.Select(o => o.ProductId))); foreach (var o in orders) { Use(await users.LoadAsync(o.UserId)); Use(await products.LoadAsync(o.ProductId)); }")]
    public Task Stays_silent_for_keys_that_were_loaded(string statements) => CheckAsync(statements);

    /// <summary>A warm-up that does not warm these keys.</summary>
    [Theory]
    [InlineData("await users.LoadManyAsync(orders.Select(o => o.UserId)); foreach (var o in orders) Use(await [|users.LoadAsync(o.ProductId)|]);")]
    [InlineData("var keys = orders.Select(o => o.UserId).ToList(); await users.LoadManyAsync(keys); foreach (var o in orders) Use(await [|users.LoadAsync(o.ProductId)|]);")]
    [InlineData("await users.LoadManyAsync(orders.Select(o => o.UserId)); users.ClearAll(); foreach (var o in orders) Use(await [|users.LoadAsync(o.UserId)|]);")]
    [InlineData("if (orders.Count > 100) { await users.LoadManyAsync(orders.Select(o => o.UserId)); return; } foreach (var o in orders) Use(await [|users.LoadAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) users.Prime(o.Id, user); foreach (var o in orders) Use(await [|users.LoadAsync(o.UserId)|]);")]
    [InlineData("foreach (var o in orders) _ = users.LoadAsync(o.Id); foreach (var o in orders) Use(await [|users.LoadAsync(o.UserId)|]);")]
    [InlineData("await users.LoadManyAsync(ids); foreach (var id in ids) Use(await [|users.LoadAsync(id + 1)|]);")]
    [InlineData("await products.LoadManyAsync(ids); foreach (var id in ids) Use(await [|users.LoadAsync(id)|]);")]
    public Task Reports_keys_that_were_not_loaded(string statements) => CheckAsync(statements);

    private static Task CheckAsync(string statements) => Analysis.CheckAsync("BL1001", Sources.InMethod(statements).Replace("CancellationToken ct)", """
            CancellationToken ct, System.IO.TextReader text, System.Threading.Channels.ChannelReader<int> channel,
            System.Collections.Concurrent.BlockingCollection<int> blocking, System.Data.Common.DbDataReader rows, Messages messages)
        """, StringComparison.Ordinal) + "\npublic sealed class Messages { public Task<Order?> NextAsync() => null!; }", Sources.Shop);
}
