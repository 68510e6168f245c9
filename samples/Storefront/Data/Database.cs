using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Storefront.Data;

/// <summary>Which database the shop runs on: <c>Database=sqlite</c>, the default, or <c>Database=postgres</c>.</summary>
public static class Database
{
    public static void Configure(DbContextOptionsBuilder options, IConfiguration configuration)
    {
        string kind = configuration["Database"] ?? "sqlite";
        string connection = configuration.GetConnectionString(kind)
            ?? throw new InvalidOperationException($"There is no connection string named '{kind}'. The setting Database is 'sqlite' or 'postgres'.");

        if (kind == "postgres")
            options.UseNpgsql(connection);
        else if (kind == "sqlite")
            options.UseSqlite(connection);
        else
            throw new InvalidOperationException($"The setting Database is 'sqlite' or 'postgres', not '{kind}'.");

        options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
    }

    /// <summary>Whether an error means that the database can not be reached or can not serve now, and not that a statement is wrong.</summary>
    public static bool IsUnavailable(Exception error) => error switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState[..2] is "08" or "28" or "3D" or "53" or "57",
        NpgsqlException => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 26,
        { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };
}
