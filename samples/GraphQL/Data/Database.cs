using Microsoft.EntityFrameworkCore;

namespace ShopGraphQL.Data;

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

    /// <summary>Creates the database and fills it, unless that has been done.</summary>
    public static async Task SetUpAsync(IDbContextFactory<ShopDb> databases)
    {
        await using ShopDb db = await databases.CreateDbContextAsync();
        await db.Database.EnsureCreatedAsync();
        if (await db.Customers.AnyAsync())
            return;

        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.AddRange(ShopRows.Suppliers());
        db.AddRange(ShopRows.Customers());
        db.AddRange(ShopRows.Friendships());
        db.AddRange(ShopRows.Products());
        db.AddRange(ShopRows.Orders());
        db.AddRange(ShopRows.OrderLines());
        db.AddRange(ShopRows.Reviews());
        await db.SaveChangesAsync();
    }
}
