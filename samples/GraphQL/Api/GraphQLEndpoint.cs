using GraphQL;
using GraphQL.Transport;
using ShopGraphQL.Data;
using ShopGraphQL.Types;

namespace ShopGraphQL.Api;

/// <summary><c>POST /graphql</c>: one operation, or a list of them. Each answer says how many statements it took.</summary>
public static class GraphQLEndpoint
{
    public static void MapShop(this WebApplication app)
        => app.MapPost("/graphql", async (HttpContext http, IDocumentExecuter<ShopSchema> executer, IGraphQLSerializer serializer, StatementCounter statements) =>
        {
            IList<GraphQLRequest?>? requests = await ReadAsync(http, serializer);
            if (requests is not [not null, ..])
                return Results.BadRequest();

            var results = new Task<ExecutionResult>[requests.Count];
            for (int i = 0; i < results.Length; i++)
                results[i] = ExecuteAsync(http, executer, statements, requests[i]!);
            ExecutionResult[] answers = await Task.WhenAll(results);
            http.Response.ContentType = "application/graphql-response+json";
            await serializer.WriteAsync<object>(http.Response.Body, answers is [var answer] ? answer : answers, http.RequestAborted);
            return Results.Empty;
        });

    private static async Task<IList<GraphQLRequest?>?> ReadAsync(HttpContext http, IGraphQLSerializer serializer)
    {
        try
        {
            return await serializer.ReadAsync<IList<GraphQLRequest?>>(http.Request.Body, http.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static async Task<ExecutionResult> ExecuteAsync(HttpContext http, IDocumentExecuter<ShopSchema> executer, StatementCounter statements, GraphQLRequest request)
    {
        StatementCounter.Count count = statements.Start();
        ExecutionResult result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            RequestServices = http.RequestServices,
            CancellationToken = http.RequestAborted,
        });
        (result.Extensions ??= [])["statements"] = count.Value;
        return result;
    }
}
