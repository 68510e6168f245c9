using StackExchange.Redis;

namespace DataLoader.Caching.Redis;

/// <summary>What kind of server is behind a connection, asked once.</summary>
internal sealed class Topology(IConnectionMultiplexer connection)
{
    // The first with "get, or lease" in one command.
    private static readonly Version Oldest = new(7, 0);

    private volatile Known? _known;

    /// <summary>Whether keys stand on several servers: there a command may name only those of one.</summary>
    /// <exception cref="NotSupportedException">The server is too old.</exception>
    public bool IsCluster => (_known ??= Ask())?.IsCluster ?? false;

    private Known? Ask()
    {
        IServer[] servers = Array.FindAll(connection.GetServers(), static server => server.IsConnected);
        if (servers.Length == 0)
            return null;
        if (Array.Find(servers, static server => server.Version < Oldest) is { } old)
            throw new NotSupportedException($"The value cache needs Redis 7.0 or newer, for SET with NX and GET; {old.EndPoint} has {old.Version}.");
        return new(Array.Exists(servers, static server => server.ServerType == ServerType.Cluster));
    }

    private sealed record Known(bool IsCluster);
}
