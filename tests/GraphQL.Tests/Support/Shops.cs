using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Tests;

namespace ShopGraphQL.Tests.Support;

/// <summary>The servers of these tests, one for each setting of the executor, all on one database.</summary>
public sealed class Shops : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shop-graphql-");
    private readonly ConcurrentDictionary<string, ShopApp> _apps = new();

    public string Connection => $"Data Source={Path.Combine(_folder.FullName, "shop.db")}";

    /// <summary>The server with the default settings.</summary>
    public ShopApp Default => this["parallel"];

    /// <summary>The server with some setting of the executor.</summary>
    public ShopApp this[string setting] => _apps.GetOrAdd(setting, name => New(services => Settings.Apply(name, services)));

    /// <summary>A server with services of a test's own.</summary>
    public ShopApp New(Action<IServiceCollection> configure) => new("sqlite", Connection, configure);

    public async Task InitializeAsync() => await Default.AskAsync("{ me { id } }");

    public async Task DisposeAsync()
    {
        foreach (ShopApp app in _apps.Values)
            await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}

/// <summary>The same on PostgreSQL, where it is installed.</summary>
public sealed class PostgresShops : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, ShopApp> _apps = new();
    private PostgresServer? _server;

    /// <summary>The server with some setting of the executor.</summary>
    public ShopApp this[string setting] => _apps.GetOrAdd(setting, New);

    public async Task InitializeAsync()
    {
        if (PostgresServer.FindBinaries() is not { } binaries)
            return;
        _server = await PostgresServer.StartNewAsync(binaries);
        await this["parallel"].AskAsync("{ me { id } }");
    }

    public async Task DisposeAsync()
    {
        foreach (ShopApp app in _apps.Values)
            await app.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private ShopApp New(string setting)
    {
        PostgresServer server = _server ?? throw new InvalidOperationException("PostgreSQL is not installed here.");
        return new ShopApp("postgres", server.Connection, services => Settings.Apply(setting, services));
    }
}

/// <summary>Skipped, and shown as skipped with the reason, where PostgreSQL is not installed.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
        => Skip = PostgresServer.FindBinaries() is null ? "NOT RUN: PostgreSQL is not installed here (apt-get install postgresql)." : null;
}

/// <summary>The classes of this collection share the servers and run one after the other.</summary>
[CollectionDefinition(nameof(Shops))]
public sealed class ShopsCollection : ICollectionFixture<Shops>;
