using System.Collections.Concurrent;
using System.Text.Json;
using DataLoader;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace ShopGraphQL.Tests.Support;

/// <summary>An executor with one loader and a few fields: items with a value that is loaded, and with fields that wait for something else.</summary>
public sealed class TinyServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Makes the server.</summary>
    /// <param name="setting">How the executor is set up.</param>
    /// <param name="fields">Further fields of an item.</param>
    /// <param name="mutation">The fields of the mutation, if there is one.</param>
    /// <param name="backend">What answers a batch; else each key is its own value.</param>
    /// <param name="before">What the items wait for, if they are not there at once.</param>
    public TinyServer(
        string setting = "parallel",
        Action<ObjectGraphType<Item>>? fields = null,
        Action<ObjectGraphType>? mutation = null,
        Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyList<string>>>? backend = null,
        Func<IResolveFieldContext, Task>? before = null)
    {
        backend ??= static (keys, _) => Task.FromResult<IReadOnlyList<string>>([.. keys.Select(key => $"v{key}")]);
        var services = new ServiceCollection();
        services.AddScoped(provider => BatchLoader.Create<int, string>(Answer, scope: provider.GetRequiredService<LoaderScope>()));
        services.AddGraphQL(graphql => graphql
            .AddSchema(provider => MakeSchema(provider, fields, mutation, before ?? (_ => Task.CompletedTask)))
            .AddSystemTextJson()
            .AddErrorInfoProvider(options => options.ExposeExceptionDetails = true)
            .AddBatchLoaders());
        Settings.Apply(setting, services);
        _services = services.BuildServiceProvider(validateScopes: true);

        Task<IReadOnlyList<string>> Answer(IReadOnlyList<int> keys, CancellationToken token)
        {
            Batches.Enqueue($"[{string.Join(',', keys)}]");
            return backend(keys, token);
        }
    }

    /// <summary>The batches, in order: their keys.</summary>
    public ConcurrentQueue<string> Batches { get; } = new();

    /// <summary>The services of the application.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The loader of an operation.</summary>
    public static BatchLoader<int, string> Loader(IResolveFieldContext context) => context.RequestServices!.GetRequiredService<BatchLoader<int, string>>();

    /// <summary>Executes an operation, with services of its own.</summary>
    public async Task<JsonElement> AskAsync(string query, CancellationToken cancellationToken = default)
    {
        await using AsyncServiceScope scope = _services.CreateAsyncScope();
        return await AskAsync(scope.ServiceProvider, query, cancellationToken);
    }

    /// <summary>Executes an operation with given services.</summary>
    public async Task<JsonElement> AskAsync(IServiceProvider? services, string query, CancellationToken cancellationToken = default)
    {
        ExecutionResult result = await _services.GetRequiredService<IDocumentExecuter>().ExecuteAsync(new ExecutionOptions
        {
            Query = query,
            Schema = _services.GetRequiredService<ISchema>(),
            RequestServices = services,
            CancellationToken = cancellationToken,
        });
        return JsonDocument.Parse(new GraphQLSerializer().Serialize(result)).RootElement;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Schema MakeSchema(
        IServiceProvider provider, Action<ObjectGraphType<Item>>? fields, Action<ObjectGraphType>? mutation, Func<IResolveFieldContext, Task> before)
    {
        var item = new ObjectGraphType<Item> { Name = "Item" };
        item.Field<IntGraphType, int>("id").Resolve(context => context.Source.Id);
        item.Field<StringGraphType, string>("value").ResolveAsync(async context => await Loader(context).LoadAsync(context.Source.Id));
        fields?.Invoke(item);

        var query = new ObjectGraphType { Name = "Query" };
        query.Field("items", new ListGraphType(item)).Argument<int>("count").ResolveAsync(async context =>
        {
            await before(context);
            return Enumerable.Range(1, context.GetArgument<int>("count")).Select(id => new Item(id));
        });

        var schema = new Schema(provider) { Query = query };
        if (mutation is not null)
        {
            schema.Mutation = new ObjectGraphType { Name = "Mutation" };
            mutation(schema.Mutation as ObjectGraphType ?? throw new InvalidOperationException());
        }

        return schema;
    }

    /// <summary>Something with an id.</summary>
    public sealed record Item(int Id);
}
