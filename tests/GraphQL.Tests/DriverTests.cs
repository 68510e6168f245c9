using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using ShopGraphQL.Tests.Support;

namespace ShopGraphQL.Tests;

/// <summary>Fields that wait for a driver which answers on some thread of its own: the executor goes on there, and begins the fields below.</summary>
public class DriverTests
{
    private readonly FakeDriver _driver = new();

    public static TheoryData<string> All => Settings.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Q2_Fields_below_a_query_of_its_own_share_a_batch(string setting)
    {
        await using var server = new TinyServer(setting, before: _ => _driver.AskAsync());
        await AssertExactAsync(server, "{ items(count: 10) { id value } }", "[1,2,3,4,5,6,7,8,9,10]");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Q2_Fields_below_one_that_loads_and_then_asks_a_driver_share_a_batch(string setting)
    {
        await using var server = new TinyServer(setting, before: async context =>
        {
            await TinyServer.Loader(context).LoadAsync(0);
            await _driver.AskAsync();
        });
        await AssertExactAsync(server, "{ items(count: 10) { id value } }", "[0]", "[1,2,3,4,5,6,7,8,9,10]");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Q3_Fields_that_ask_a_driver_split_no_batch(string setting)
    {
        await using var server = new TinyServer(setting, item => item.Field<IntGraphType, int>("slow").ResolveAsync(async context =>
        {
            await _driver.AskAsync();
            return context.Source.Id;
        }));
        await AssertExactAsync(server, "{ items(count: 10) { before: slow value after: slow } }", "[1,2,3,4,5,6,7,8,9,10]");
    }

    [Theory]
    [InlineData("parallel")]
    [InlineData("serial")]
    public async Task Q9_Fields_of_a_mutation_below_a_write_share_a_batch(string setting)
    {
        await using var server = new TinyServer(setting, mutation: mutation =>
        {
            var item = new ObjectGraphType<TinyServer.Item> { Name = "Changed" };
            item.Field<StringGraphType, string>("value").ResolveAsync(async context => await TinyServer.Loader(context).LoadAsync(context.Source.Id));
            mutation.Field("change", new ListGraphType(item)).ResolveAsync(async _ =>
            {
                await _driver.AskAsync();
                return Enumerable.Range(1, 5).Select(id => new TinyServer.Item(id));
            });
        });
        await AssertExactAsync(server, "mutation { a: change { value } b: change { value } }", "[1,2,3,4,5]", "[1,2,3,4,5]");
    }

    [Fact]
    public async Task Q7_An_error_of_a_driver_stands_at_its_field()
    {
        await using var server = new TinyServer(before: async _ =>
        {
            await _driver.AskAsync();
            throw new TimeoutException("The driver waits no longer.");
        });

        JsonElement answer = await _driver.AnswerAsync(server.AskAsync("{ items(count: 3) { value } }"));
        JsonElement error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("""["items"]""", error.GetProperty("path").GetRawText());
        Assert.Equal("""["TIMEOUT"]""", error.GetProperty("extensions").GetProperty("codes").GetRawText());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty("items").ValueKind);
    }

    [Fact]
    public async Task Q8_A_driver_that_is_told_to_give_up_ends_the_operation()
    {
        using var giveUp = new CancellationTokenSource();
        await using var server = new TinyServer(before: async context =>
        {
            await _driver.AskAsync();
            giveUp.Cancel();
            context.CancellationToken.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _driver.AnswerAsync(server.AskAsync("{ items(count: 3) { value } }", giveUp.Token)));
    }

    // Frames and holds alone have decided: no look at what other threads do.
    private async Task AssertExactAsync(TinyServer server, string query, params string[] batches)
    {
        for (int i = 0; i < 20; i++)
        {
            using var dispatches = new Dispatches();
            server.Batches.Clear();
            await _driver.AnswerAsync(server.AskAsync(query));
            Assert.Equal(batches, server.Batches);
            Assert.All(dispatches.Reasons, reason => Assert.Contains(reason, new[] { "root_frame", "frame", "hold" }));
            Assert.Equal(batches.Length, dispatches.Reasons.Count);
        }
    }
}
