namespace Storefront.Tests;

/// <summary>The application on each database that is there, filled once for all tests.</summary>
public sealed class Stores : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("storefront-");
    private readonly Dictionary<string, StorefrontApp> _apps = [];
    private PostgresServer? _postgres;

    public StorefrontApp this[string database] => _apps[database];

    public PostgresServer Postgres => _postgres ?? throw new InvalidOperationException("PostgreSQL is not installed here.");

    public string Connection(string database) => database == "sqlite" ? $"Data Source={Path.Combine(_folder.FullName, "store.db")}" : Postgres.Connection;

    public async Task InitializeAsync()
    {
        if (PostgresServer.FindBinaries() is { } binaries)
            _postgres = await PostgresServer.StartNewAsync(binaries);
        foreach (string database in _postgres is null ? (string[])["sqlite"] : ["sqlite", "postgres"])
        {
            _apps[database] = new StorefrontApp(database, Connection(database));
            await _apps[database].GetAsync("/api/orders/1");
        }
    }

    public async Task DisposeAsync()
    {
        foreach (StorefrontApp app in _apps.Values)
            await app.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}

/// <summary>The classes of this collection share the databases and run one after the other.</summary>
[CollectionDefinition(nameof(Stores))]
public sealed class StoresCollection : ICollectionFixture<Stores>;
