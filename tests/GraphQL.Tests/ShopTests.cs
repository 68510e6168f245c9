using System.Text.Json;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using ShopGraphQL.Api;
using ShopGraphQL.Data;
using ShopGraphQL.Tests.Support;
using ShopGraphQL.Types;

namespace ShopGraphQL.Tests;

/// <summary>The server as its clients see it.</summary>
[Collection(nameof(Shops))]
public class ShopTests(Shops shops)
{
    [Fact]
    public async Task Aliases_and_variables_share_a_batch()
    {
        Answer answer = await shops.Default.AskAsync(
            "query($a: Int!, $b: Int!) { one: product(id: $a) { id } same: product(id: $a) { id } other: product(id: $b) { id supplier { id } } }",
            new { a = 3, b = 4 });

        Assert.Equal("""{"one":{"id":3},"same":{"id":3},"other":{"id":4,"supplier":{"id":9}}}""", answer.Whole.GetRawText());
        Assert.Equal(2, answer.Statements);
    }

    [Fact]
    public async Task Two_pages_of_one_field_are_two_batches()
    {
        Answer answer = await shops.Default.AskAsync(
            "{ customers(first: 3) { two: friends(first: 2) { id } four: friends(first: 4) { id } again: friends(first: 2) { id } } }");

        foreach (JsonElement customer in answer.Whole.GetProperty("customers").EnumerateArray())
        {
            int[] two = Ids(customer.GetProperty("two"));
            Assert.Equal(2, two.Length);
            Assert.Equal(two, Ids(customer.GetProperty("again")));
            Assert.Equal(two, Ids(customer.GetProperty("four"))[..2]);
            Assert.Equal(4, Ids(customer.GetProperty("four")).Length);
        }

        Assert.Equal(3, answer.Statements);
        static int[] Ids(JsonElement customers) => [.. customers.EnumerateArray().Select(it => it.GetProperty("id").GetInt32())];
    }

    [Fact]
    public async Task A_product_that_does_not_exist_is_an_error_of_its_field_alone()
    {
        Answer answer = await shops.Default.AskAsync("{ there: product(id: 1) { id } missing: product(id: 9999) { id } }");

        Assert.Equal("""{"there":{"id":1},"missing":null}""", answer.Data.GetRawText());
        Assert.Equal("""["missing"]""", Assert.Single(answer.Errors).GetProperty("path").GetRawText());
        Assert.Equal(1, answer.Statements);
    }

    [Fact]
    public async Task A_mutation_reads_what_it_has_written()
    {
        string[] names = [$"First {Guid.NewGuid()}", $"Second {Guid.NewGuid()}"];
        Answer answer = await shops.Default.AskAsync(
            "mutation($a: String!, $b: String!) { a: renameProduct(id: 7, name: $a) { name supplier { id } } b: renameProduct(id: 7, name: $b) { name supplier { id } } }",
            new { a = names[0], b = names[1] });

        Assert.Equal(names, new[] { "a", "b" }.Select(field => answer.Whole.GetProperty(field).GetProperty("name").GetString()));
        Assert.Equal(6, answer.Statements);
    }

    [Fact]
    public async Task Several_operations_in_one_request_are_answered_each_for_itself()
    {
        Answer[] answers = await shops.Default.AskManyAsync(Queries.Shop, Queries.Me, Queries.Shop);

        Assert.Equal([7, 4, 7], answers.Select(answer => answer.Statements));
        Assert.Equal(answers[0].Whole.GetRawText(), answers[2].Whole.GetRawText());
    }

    [Fact]
    public async Task Each_event_of_a_subscription_has_loaders_of_its_own()
    {
        StatementCounter.Count count = shops.Default.Services.GetRequiredService<StatementCounter>().Start();
        var events = new Events();
        using IDisposable watch = await SubscribeAsync(shops.Default, events);
        var reviews = shops.Default.Services.GetRequiredService<ReviewStream>();

        for (int i = 1; i <= 2; i++)
        {
            reviews.Publish(new Review(1, 8, 5, 4, ""));
            ExecutionResult answer = await events.NextAsync();
            string json = new GraphQL.SystemTextJson.GraphQLSerializer().Serialize(answer);
            Assert.Equal(8, JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty("reviewAdded").GetProperty("product").GetProperty("id").GetInt32());
            Assert.Equal(3 * i, count.Value);
        }
    }

    private static async Task<IDisposable> SubscribeAsync(ShopApp shop, Events events)
    {
        await using AsyncServiceScope request = shop.Services.CreateAsyncScope();
        ExecutionResult result = await request.ServiceProvider.GetRequiredService<IDocumentExecuter<ShopSchema>>().ExecuteAsync(new ExecutionOptions
        {
            Query = "subscription { reviewAdded { stars author { name } product { id name supplier { id } } } }",
            RequestServices = request.ServiceProvider,
        });
        return Assert.Single(result.Streams!).Value.Subscribe(events);
    }

    private sealed class Events : IObserver<ExecutionResult>
    {
        private readonly System.Threading.Channels.Channel<ExecutionResult> _results = System.Threading.Channels.Channel.CreateUnbounded<ExecutionResult>();

        public ValueTask<ExecutionResult> NextAsync() => _results.Reader.ReadAsync();

        public void OnCompleted() => _results.Writer.Complete();

        public void OnError(Exception error) => _results.Writer.Complete(error);

        public void OnNext(ExecutionResult value) => _results.Writer.TryWrite(value);
    }
}
