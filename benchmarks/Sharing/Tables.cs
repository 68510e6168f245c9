using Npgsql;

namespace DataLoader.SharingBenchmarks;

/// <summary>100,000 users, five friends of each, three orders of each.</summary>
internal static class Tables
{
    public const int Users = 100_000;

    /// <summary>One more, whose row takes its time.</summary>
    public const int SlowUser = Users + 1;

    public static TimeSpan SlowTime { get; } = TimeSpan.FromMilliseconds(200);

    public static async Task MakeAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand command = source.CreateCommand($"""
            create table users (id int primary key, name text not null);
            insert into users select id, 'user ' || id from generate_series(1, {SlowUser}) id;
            create table friends (user_id int not null, friend_id int not null);
            insert into friends select id, 1 + (id::bigint * 7919 * n) % {Users} from generate_series(1, {Users}) id, generate_series(1, 5) n;
            create index on friends (user_id);
            create table orders (id serial primary key, user_id int not null);
            insert into orders (user_id) select id from generate_series(1, {Users}) id, generate_series(1, 3);
            create index on orders (user_id);
            analyze;
            """);
        await command.ExecuteNonQueryAsync();
    }
}
