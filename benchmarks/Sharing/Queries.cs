using Npgsql;

namespace DataLoader.SharingBenchmarks;

public sealed record User(int Id, string Name);

/// <summary>What a batch method reads from, and how often it did.</summary>
public sealed class Database(NpgsqlDataSource source, TimeSpan latency)
{
    private long _queries;

    public long Queries => Interlocked.Read(ref _queries);

    public async Task<List<T>> ReadAsync<T>(string sql, IReadOnlyList<int> ids, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = ids.ToArray() } } };
        await command.PrepareAsync(cancellationToken);

        // While the connection is held, as a network would hold it.
        TimeSpan wait = latency + (ids.Contains(Tables.SlowUser) && sql.Contains("from users", StringComparison.Ordinal) ? Tables.SlowTime : default);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellationToken);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    public async Task<IReadOnlyDictionary<int, User>> UsersAsync(IReadOnlyList<int> ids, CancellationToken token)
        => (await ReadAsync("select id, name from users where id = any($1)", ids, static row => new User(row.GetInt32(0), row.GetString(1)), token))
            .ToDictionary(static user => user.Id);

    public async Task<ILookup<int, int>> FriendsAsync(IReadOnlyList<int> ids, CancellationToken token)
        => (await ReadAsync("select user_id, friend_id from friends where user_id = any($1)", ids, Pair, token)).ToLookup(static it => it.Key, static it => it.Value);

    public async Task<ILookup<int, int>> OrdersAsync(IReadOnlyList<int> ids, CancellationToken token)
        => (await ReadAsync("select user_id, id from orders where user_id = any($1)", ids, Pair, token)).ToLookup(static it => it.Key, static it => it.Value);

    private static KeyValuePair<int, int> Pair(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetInt32(1));
}

/// <summary>Three loaders of which each request has its own calls, and the same three whose calls are shared.</summary>
public static class Queries
{
    [BatchLoader]
    public static Task<IReadOnlyDictionary<int, User>> BatchUser(IReadOnlyList<int> ids, Database db, CancellationToken token) => db.UsersAsync(ids, token);

    [BatchLoader]
    public static Task<ILookup<int, int>> BatchFriends(IReadOnlyList<int> ids, Database db, CancellationToken token) => db.FriendsAsync(ids, token);

    [BatchLoader]
    public static Task<ILookup<int, int>> BatchOrders(IReadOnlyList<int> ids, Database db, CancellationToken token) => db.OrdersAsync(ids, token);

    [BatchLoader(Sharing = BatchSharing.Process)]
    public static Task<IReadOnlyDictionary<int, User>> BatchSharedUser(IReadOnlyList<int> ids, Database db, CancellationToken token) => db.UsersAsync(ids, token);

    [BatchLoader(Sharing = BatchSharing.Process)]
    public static Task<ILookup<int, int>> BatchSharedFriends(IReadOnlyList<int> ids, Database db, CancellationToken token) => db.FriendsAsync(ids, token);

    [BatchLoader(Sharing = BatchSharing.Process)]
    public static Task<ILookup<int, int>> BatchSharedOrders(IReadOnlyList<int> ids, Database db, CancellationToken token) => db.OrdersAsync(ids, token);
}
