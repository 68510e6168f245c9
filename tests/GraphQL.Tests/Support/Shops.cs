using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

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

/// <summary>The classes of this collection share the servers and run one after the other.</summary>
[CollectionDefinition(nameof(Shops))]
public sealed class ShopsCollection : ICollectionFixture<Shops>;
