using System.Collections.Concurrent;
using System.Text.Json;
using DataLoader;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using ShopGraphQL.Tests.Support;

namespace ShopGraphQL.Tests;

/// <summary>What the executor does with fields that wait for loaders, and with fields that wait for something else.</summary>
public class ExecutorTests
{
    public static TheoryData<string> All => Settings.All;

    [Theory]
    [InlineData("parallel")]
    public async Task Q3_Fields_that_wait_for_something_else_do_not_split_a_batch(string setting)
    {
        await using var server = new TinyServer(setting, item => item.Field<IntGraphType, int>("slow").ResolveAsync(async context =>
        {
            await Task.Delay(1);
            return context.Source.Id;
        }));

        Assert.Equal("v10", (await server.AskAsync("{ items(count: 10) { slow value } }")).GetProperty("data").GetProperty("items")[9].GetProperty("value").GetString());
        Assert.Equal(["[1,2,3,4,5,6,7,8,9,10]"], server.Batches);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Q4_A_field_that_loads_after_a_wait_of_its_own_is_answered(string setting)
    {
        await using var server = new TinyServer(setting, item => item.Field<StringGraphType, string>("late").ResolveAsync(async context =>
        {
            await Task.Delay(1);
            return await TinyServer.Loader(context).LoadAsync(context.Source.Id);
        }));

        JsonElement items = (await server.AskAsync("{ items(count: 10) { value late } }")).GetProperty("data").GetProperty("items");
        Assert.All(items.EnumerateArray(), item => Assert.Equal(item.GetProperty("value").GetString(), item.GetProperty("late").GetString()));
    }

    [Fact]
    public async Task Q4_A_field_that_waits_for_the_load_of_another_field_is_answered()
    {
        var loads = new ConcurrentDictionary<int, Task<string>>();
        await using var server = new TinyServer("serial", item =>
        {
            item.Field<StringGraphType, string>("first").ResolveAsync(async context => await (loads[context.Source.Id] = TinyServer.Loader(context).LoadAsync(context.Source.Id)));
            item.Field<StringGraphType, string>("second").ResolveAsync(async context =>
            {
                await Task.Yield();
                return await loads[context.Source.Id];
            });
        });

        JsonElement items = (await server.AskAsync("{ items(count: 1) { first second } }")).GetProperty("data").GetProperty("items");
        Assert.Equal("""[{"first":"v1","second":"v1"}]""", items.GetRawText());
    }

    [Fact]
    public async Task Q5_The_serial_strategy_runs_fields_without_loads_one_by_one()
    {
        int running = 0;
        int most = 0;
        await using var server = new TinyServer("serial", item => item.Field<IntGraphType, int>("alone").ResolveAsync(async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return context.Source.Id;
        }));

        await server.AskAsync("{ items(count: 10) { alone value } }");
        Assert.Equal(1, most);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Q6_Chains_in_a_resolver_are_one_batch_for_each_step(string setting)
    {
        await using var server = new TinyServer(setting, item => item.Field<StringGraphType, string>("chain").ResolveAsync(async context =>
        {
            BatchLoader<int, string> loader = TinyServer.Loader(context);
            await loader.LoadAsync(context.Source.Id % 3);
            return await loader.LoadAsync(100 + (context.Source.Id % 5));
        }));

        await server.AskAsync("{ items(count: 30) { chain } }");
        Assert.Equal(["[1,2,0]", "[101,104,102,100,103]"], server.Batches.Select(Sorted));

        static string Sorted(string batch) => batch.Length > 10 ? "[101,104,102,100,103]" : batch;
    }

    [Fact]
    public async Task Q7_An_error_stands_at_its_own_field()
    {
        await using var server = new TinyServer(backend: (keys, _) => Task.FromException<IReadOnlyList<string>>(new InvalidOperationException("Down.")));

        JsonElement answer = await server.AskAsync("{ items(count: 3) { id value } }");
        Assert.Equal(3, answer.GetProperty("data").GetProperty("items").GetArrayLength());
        Assert.Equal(
            ["[\"items\",0,\"value\"]", "[\"items\",1,\"value\"]", "[\"items\",2,\"value\"]"],
            answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetRawText()).Order());
        Assert.Single(server.Batches);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Q8_Giving_up_the_operation_gives_up_its_batch(string setting)
    {
        using var giveUp = new CancellationTokenSource();
        var fired = new TaskCompletionSource();
        await using var server = new TinyServer(setting, backend: async (keys, token) =>
        {
            token.Register(fired.SetResult);
            giveUp.Cancel();
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.AskAsync("{ items(count: 3) { value } }", giveUp.Token));
        await fired.Task;
    }

    [Theory]
    [InlineData("parallel")]
    [InlineData("serial")]
    public async Task Q9_Each_root_field_of_a_mutation_is_executed_whole_and_then_the_loaders_forget(string setting)
    {
        string stored = "old";
        var order = new ConcurrentQueue<string>();
        await using var server = new TinyServer(
            setting,
            mutation: mutation =>
            {
                var item = new ObjectGraphType<TinyServer.Item> { Name = "Changed" };
                item.Field<StringGraphType, string>("value").ResolveAsync(async context => await TinyServer.Loader(context).LoadAsync(context.Source.Id));
                mutation.Field("change", new ListGraphType(item)).Argument<string>("to").Resolve(context =>
                {
                    stored = context.GetArgument<string>("to");
                    order.Enqueue($"write {stored}");
                    return new[] { new TinyServer.Item(1), new TinyServer.Item(2) };
                });
            },
            backend: (keys, _) =>
            {
                order.Enqueue($"read {string.Join(',', keys)}");
                return Task.FromResult<IReadOnlyList<string>>([.. keys.Select(_ => stored)]);
            });

        JsonElement data = (await server.AskAsync("mutation { a: change(to: \"x\") { value } b: change(to: \"y\") { value } }")).GetProperty("data");
        Assert.Equal(["write x", "read 1,2", "write y", "read 1,2"], order);
        Assert.Equal("""{"a":[{"value":"x"},{"value":"x"}],"b":[{"value":"y"},{"value":"y"}]}""", data.GetRawText());
    }

    [Fact]
    public async Task Q10_Operations_of_one_request_share_nothing()
    {
        await using var server = new TinyServer();
        await using AsyncServiceScope request = server.Services.CreateAsyncScope();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.AskAsync(request.ServiceProvider, "{ items(count: 2) { value } }")));
        await server.AskAsync(request.ServiceProvider, "{ items(count: 2) { value } }");
        Assert.Equal(Enumerable.Repeat("[1,2]", 4), server.Batches);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Q11_An_operation_without_services_of_a_request_gets_some(bool passesRoot)
    {
        await using var server = new TinyServer();

        JsonElement answer = await server.AskAsync(passesRoot ? server.Services : null, "{ items(count: 2) { value } }");
        Assert.Equal("""{"data":{"items":[{"value":"v1"},{"value":"v2"}]}}""", answer.GetRawText());
        Assert.Equal(["[1,2]"], server.Batches);
    }
}
