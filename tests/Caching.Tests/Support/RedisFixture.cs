using StackExchange.Redis;

namespace DataLoader.Caching.Tests;

/// <summary>One server and one connection for the tests of a class. None where Redis is not installed: there they are skipped.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _connection;

    public ConnectionMultiplexer Connection => _connection ?? throw new InvalidOperationException("There is no server.");

    public RedisServer Server => _server ?? throw new InvalidOperationException("There is no server.");

    public async Task InitializeAsync()
    {
        if (RedisServer.Find() is null)
            return;
        _server = await RedisServer.StartNewAsync();
        _connection = await _server.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
