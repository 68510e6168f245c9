using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQLParser.AST;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ShopGraphQL;
using ShopGraphQL.Data;
using ShopGraphQL.Types;
using ServiceLifetime = Microsoft.Extensions.DependencyInjection.ServiceLifetime;

namespace DataLoader.GraphQLBenchmarks;

/// <summary>The sample's server in this process, with a strategy and a way to load.</summary>
internal sealed class Server : IAsyncDisposable
{
    /// <summary>Each resolver has loaders of its own, as if there were none: each load is a statement.</summary>
    public const string Naive = "none";

    /// <summary>Loaders of the request, and nothing that tells them of the executor.</summary>
    private const string Plain = "plain tasks";

    private const string Package = "DataLoader.GraphQL";

    /// <summary>Neither an executor nor loaders: one EF query for this one shape.</summary>
    public const string ByHand = "EF projection, no GraphQL";

    private const string Query = "{ customers(first: 10) { id orders { id lines { number product { id supplier { id } reviews { id author { id } } } } } } }";

    private readonly ServiceProvider _services;
    private readonly bool _isByHand;

    public Server(Store store, string strategy, string loaders)
    {
        _isByHand = loaders == ByHand;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Database", store.Kind), new($"ConnectionStrings:{store.Kind}", store.Connection)])
            .Build());
        services.AddShopData();
        services.AddGraphQL(graphql =>
        {
            graphql.AddSchema<ShopSchema>().AddGraphTypes(typeof(ShopSchema).Assembly).AddSystemTextJson();
            if (loaders == Package)
                graphql.AddBatchLoaders();
        });
        if (loaders == Naive)
            MakeTransient(services);
        if (strategy == "serial")
            services.AddSingleton(new ExecutionStrategyRegistration(SerialExecutionStrategy.Instance, OperationType.Query));
        else if (strategy == "parallel, at most 4")
            services.AddSingleton<IConfigureExecution>(new AtMostFour());
        _services = services.BuildServiceProvider();
    }

    public static int Ideal => 7;

    public static IReadOnlyList<string> Strategies { get; } = ["parallel", "parallel, at most 4", "serial"];

    public static IReadOnlyList<string> Loaders { get; } = [Naive, Plain, Package];

    public async Task<Series> MeasureAsync(int requests)
    {
        await Database.SetUpAsync(_services.GetRequiredService<IDbContextFactory<ShopDb>>());
        for (int i = 0; i < 50; i++)
            await AskAsync();
        var series = new Series(Ideal);
        await series.MeasureAsync(requests, AskAsync);
        return series;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<int> AskAsync()
    {
        await using AsyncServiceScope scope = _services.CreateAsyncScope();
        StatementCounter.Count count = _services.GetRequiredService<StatementCounter>().Start();
        if (_isByHand)
        {
            await using ShopDb db = await _services.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContextAsync();
            await Projection.AskAsync(db);
            return count.Value;
        }

        ExecutionResult result = await _services.GetRequiredService<IDocumentExecuter<ShopSchema>>()
            .ExecuteAsync(new ExecutionOptions { Query = Query, RequestServices = scope.ServiceProvider });
        if (result.Errors is { Count: > 0 } errors)
            throw errors[0];
        return count.Value;
    }

    private static void MakeTransient(ServiceCollection services)
    {
        foreach (ServiceDescriptor service in services.ToArray())
        {
            if (service is { Lifetime: ServiceLifetime.Scoped, ImplementationFactory: { } factory }
                && (service.ServiceType == typeof(LoaderScope) || service.ServiceType.Namespace == "ShopGraphQL.Loaders"))
            {
                services.Remove(service);
                services.AddTransient(service.ServiceType, factory);
            }
        }
    }

    private sealed class AtMostFour : IConfigureExecution
    {
        public float SortOrder => 0;

        public Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
        {
            options.MaxParallelExecutionCount = 4;
            return next(options);
        }
    }
}
