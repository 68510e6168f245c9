using Npgsql;

namespace DataLoader.SharedCacheBenchmarks;

internal sealed record Stars(int ProductId, double Average, long Count, string Names);

/// <summary>What is asked of PostgreSQL: rows by primary key, or a join of three tables with some 75 rows for each key.</summary>
internal sealed record Query(string Name, string Sql)
{
    public const int Products = 20_000;

    public static Query Cheap { get; } = new("rows by primary key", "select id, 0::float8, 0::bigint, name from products where id = any($1)");

    public static Query Dear { get; } = new(
        "a join of three tables, 75 rows a key",
        """
        select p.id, avg(r.stars)::float8, count(*), left(string_agg(distinct u.name, ', '), 60)
        from products p join ratings r on r.product_id = p.id join users u on u.id = r.user_id where p.id = any($1) group by p.id
        """);

    public static async Task MakeTablesAsync(NpgsqlDataSource source)
    {
        await using NpgsqlCommand command = source.CreateCommand($"""
            create table products (id int primary key, name text not null);
            insert into products select id, 'product ' || id from generate_series(1, {Products}) id;
            create table users (id int primary key, name text not null);
            insert into users select id, 'user ' || id from generate_series(1, 10000) id;
            create table ratings (product_id int not null, user_id int not null, stars int not null);
            insert into ratings select id, 1 + (id::bigint * 7919 * n) % 10000, 1 + (id + n) % 5 from generate_series(1, {Products}) id, generate_series(1, 75) n;
            create index on ratings (product_id);
            analyze;
            """);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Stars>> ReadAsync(NpgsqlDataSource source, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = ids.ToArray() } } };
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new Dictionary<int, Stars>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(reader.GetInt32(0), new Stars(reader.GetInt32(0), reader.GetDouble(1), reader.GetInt64(2), reader.GetString(3)));
        return [.. ids.Select(id => rows[id])];
    }
}
