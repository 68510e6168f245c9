using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Quickstart;

/// <summary>The database file beside the program, made from a data file when it is first needed.</summary>
internal static class WorldDbFile
{
    private const string Schema =
        """
        create table country (code text primary key, name text not null, region text not null) without rowid;
        create table border (code text not null, neighbour text not null, primary key (code, neighbour)) without rowid;
        create table currency (code text not null, currency text not null, primary key (code, currency)) without rowid;
        """;

    /// <summary>The connection string of the database that holds exactly this data: another data file gets another database.</summary>
    public static string ConnectionString(string dataFile)
    {
        var data = DataFile.Read(dataFile);
        var database = Path.Combine(AppContext.BaseDirectory, $"world-{Convert.ToHexString(SHA256.HashData(data), 0, 6).ToLowerInvariant()}.db");
        if (!File.Exists(database))
        {
            Create(database, DataFile.Parse(data, dataFile));
        }

        return new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString();
    }

    /// <summary>Writes a file of its own and renames it when it is whole, so that nobody ever opens half a database.</summary>
    private static void Create(string database, IReadOnlyList<CountryData> countries)
    {
        var unfinished = $"{database}.{Guid.NewGuid():N}.tmp";
        try
        {
            Fill(unfinished, countries);
            File.Move(unfinished, database, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void Fill(string file, IReadOnlyList<CountryData> countries)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Execute(connection, Schema);
        foreach (var country in countries)
        {
            Execute(connection, "insert into country values ($1, $2, $3)", country.Cca3, country.Name.Common, country.Region);
            foreach (var neighbour in country.Borders.Distinct())
            {
                Execute(connection, "insert into border values ($1, $2)", country.Cca3, neighbour);
            }

            foreach (var currency in country.Currencies.Keys)
            {
                Execute(connection, "insert into currency values ($1, $2)", country.Cca3, currency);
            }
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<string> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        command.ExecuteNonQuery();
    }
}
