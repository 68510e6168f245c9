using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Quickstart;

/// <summary>One SQL statement that was sent: which method sent it, how many keys it asked for, how many rows came back.</summary>
internal sealed record Statement(string Method, int Keys, int Rows);

/// <summary>
/// The database and a record of what was asked of it. Each query has a connection of its own, from SQLite's pool: batches of several loaders may
/// run at the same time, and a connection serves one at a time.
/// </summary>
internal sealed class WorldDb(string connectionString)
{
    private readonly List<Statement> _statements = [];

    /// <summary>What loaders say of the batches that they sent here.</summary>
    public string? Waterfall { get; set; }

    /// <summary>The statements sent so far, in the order of their ends.</summary>
    public IReadOnlyList<Statement> Statements
    {
        get
        {
            lock (_statements)
            {
                return [.. _statements];
            }
        }
    }

    /// <summary>Sends one query. The keys travel as one JSON array, so the statement's text never depends on how many there are.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql,
        IReadOnlyList<string> keys,
        Func<SqliteDataReader, T> read,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "")
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@keys", JsonSerializer.Serialize(keys));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        lock (_statements)
        {
            _statements.Add(new Statement(method, keys.Count, rows.Count));
        }

        return rows;
    }
}
