using System.Net.Http.Json;
using System.Text.Json;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace ShopGraphQL.Tests.Support;

/// <summary>The server in this process.</summary>
public sealed class ShopApp(string database, string connection, Action<IServiceCollection>? configure = null) : WebApplicationFactory<Program>
{
    /// <summary>Sends one operation.</summary>
    public async Task<Answer> AskAsync(string query, object? variables = null, CancellationToken cancellationToken = default)
        => new(await SendAsync(new { query, variables }, cancellationToken));

    /// <summary>Sends several operations in one request.</summary>
    public async Task<Answer[]> AskManyAsync(params string[] queries)
    {
        JsonElement answers = await SendAsync(queries.Select(query => new { query }), default);
        return [.. answers.EnumerateArray().Select(answer => new Answer(answer))];
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Database", database);
        builder.UseSetting($"ConnectionStrings:{database}", connection);
        builder.ConfigureTestServices(services => configure?.Invoke(services));
    }

    // On a busy machine a request of a thousand lists takes its time.
    protected override void ConfigureClient(HttpClient client)
    {
        base.ConfigureClient(client);
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    private async Task<JsonElement> SendAsync(object body, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await CreateClient().PostAsJsonAsync("/graphql", body, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}

/// <summary>What the server answers.</summary>
public sealed record Answer(JsonElement Json)
{
    public JsonElement Data => Json.GetProperty("data");

    public JsonElement[] Errors => Json.TryGetProperty("errors", out JsonElement errors) ? [.. errors.EnumerateArray()] : [];

    public int Statements => Json.GetProperty("extensions").GetProperty("statements").GetInt32();

    /// <summary>The answer's data, when there are no errors.</summary>
    public JsonElement Whole
    {
        get
        {
            Assert.True(Errors.Length == 0, Json.GetRawText());
            return Data;
        }
    }
}
