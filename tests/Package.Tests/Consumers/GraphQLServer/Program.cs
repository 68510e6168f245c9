using DataLoader;
using GraphQL;
using GraphQL.Types;
using GraphQLServer;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<UserStore>();
builder.Services.AddBatchLoaders();
builder.Services.AddGraphQL(graphql => graphql
    .AddSchema(_ => new Schema { Query = new Query() })
    .AddSystemTextJson()
    .AddBatchLoaders());
await using WebApplication app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.MapGet("/graphql", async (string query, HttpContext http, IDocumentExecuter executer, ISchema schema, IGraphQLTextSerializer serializer) =>
{
    ExecutionResult result = await executer.ExecuteAsync(new ExecutionOptions { Schema = schema, Query = query, RequestServices = http.RequestServices });
    return serializer.Serialize(result);
});
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
string answer = await client.GetStringAsync(new Uri("/graphql?query={a:user(id:1),b:user(id:2),c:user(id:1)}", UriKind.Relative));
int batches = app.Services.GetRequiredService<UserStore>().Batches;
Console.WriteLine($"{answer} in {batches} batch{(batches == 1 ? "" : "es")}");

namespace GraphQLServer
{
    public sealed class UserStore
    {
        private int _batches;

        public int Batches => _batches;

        public async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<int> ids)
        {
            Interlocked.Increment(ref _batches);
            await Task.Yield();
            return [.. ids.Select(id => $"user {id}")];
        }
    }

    public static class UserQueries
    {
        [BatchLoader]
        public static Task<IReadOnlyList<string>> BatchUserById(IReadOnlyList<int> ids, UserStore store) => store.NamesAsync(ids);
    }

    internal sealed class Query : ObjectGraphType
    {
        public Query()
            => Field<StringGraphType, string>("user")
                .Argument<IdGraphType>("id")
                .ResolveAsync(async context => await context.RequestServices!.GetRequiredService<UserByIdLoader>().LoadAsync(context.GetArgument<int>("id")));
    }
}
