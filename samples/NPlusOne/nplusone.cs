// The N+1 query problem of EF Core, and its end. One file: copy it anywhere and run it, with the .NET 10 SDK:
//
//     dotnet run nplusone.cs
//
#:package DataLoader.Runtime@0.1.0-*
#:package Microsoft.EntityFrameworkCore.Sqlite@10.0.0
#:property PublishAot=false

using DataLoader;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

using var connection = new SqliteConnection("Data Source=:memory:");
connection.Open();
var log = new List<string>();
DbContextOptions<ShopDb> options = new DbContextOptionsBuilder<ShopDb>()
    .UseSqlite(connection)
    .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
    .LogTo(log.Add, (id, _) => id == RelationalEventId.CommandExecuted)
    .Options;
ShopDb.Fill(options);

string[] before = await ReportAsync("One query for each order:", Before.LinesAsync);
string[] after = await ReportAsync("With a loader:", db => After.LinesAsync(db, new CustomerByIdLoader(new PooledDbContextFactory<ShopDb>(options))));
string[] include = await ReportAsync("With Include:", JoinedUp.IncludeAsync);
string[] projection = await ReportAsync("With a projection:", JoinedUp.ProjectionAsync);
Console.WriteLine(before.SequenceEqual(after) && before.SequenceEqual(include) && before.SequenceEqual(projection)
    ? "All answers are equal."
    : "The answers differ!");

// Prints how many statements were sent, and each text once.
async Task<string[]> ReportAsync(string title, Func<ShopDb, Task<string[]>> lines)
{
    log.Clear();
    await using var db = new ShopDb(options);
    string[] answer = await lines(db);
    string[] statements = [.. log.Select(entry => string.Join(' ', entry[entry.IndexOf("SELECT", StringComparison.Ordinal)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
    Console.WriteLine($"{title} {statements.Length} {(statements.Length == 1 ? "statement" : "statements")}");
    foreach (IGrouping<string, string> form in statements.GroupBy(statement => statement))
        Console.WriteLine($"{form.Count(),4} x {form.Key}");
    Console.WriteLine();
    return answer;
}

static class Before
{
    public static async Task<string[]> LinesAsync(ShopDb db)
    {
        var lines = new List<string>();
        foreach (Order order in await db.Orders.OrderBy(order => order.Id).ToListAsync())
        {
            Customer customer = await db.Customers.SingleAsync(customer => customer.Id == order.CustomerId);
            lines.Add($"{order.Id}: {customer.Name}");
        }

        return [.. lines];
    }
}

static class CustomerQueries
{
    [BatchLoader(KeyOf = nameof(Customer.Id), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<Customer>> BatchCustomerById(
        IReadOnlyList<int> ids, IDbContextFactory<ShopDb> databases, CancellationToken cancellationToken)
    {
        await using ShopDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Customers.Where(customer => ids.Contains(customer.Id)).ToListAsync(cancellationToken);
    }
}

static class After
{
    public static async Task<string[]> LinesAsync(ShopDb db, CustomerByIdLoader customers)
    {
        List<Order> orders = await db.Orders.OrderBy(order => order.Id).ToListAsync();
        return await Task.WhenAll(orders.Select(async order =>
        {
            Customer customer = await customers.LoadAsync(order.CustomerId);
            return $"{order.Id}: {customer.Name}";
        }));
    }
}

// What EF Core does about it by itself, where one query can say it all.
static class JoinedUp
{
    public static async Task<string[]> IncludeAsync(ShopDb db)
    {
        List<Order> orders = await db.Orders.Include(order => order.Customer).OrderBy(order => order.Id).ToListAsync();
        return [.. orders.Select(order => $"{order.Id}: {order.Customer!.Name}")]; // Include has filled it.
    }

    // Becomes a join: no Customer is null there.
    public static async Task<string[]> ProjectionAsync(ShopDb db)
        => await db.Orders.OrderBy(order => order.Id).Select(order => order.Id + ": " + order.Customer!.Name).ToArrayAsync();
}

sealed class Customer
{
    public int Id { get; set; }

    public required string Name { get; set; }
}

sealed class Order
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public Customer? Customer { get; set; }
}

sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public static void Fill(DbContextOptions<ShopDb> options)
    {
        using var db = new ShopDb(options);
        db.Database.EnsureCreated();
        db.Customers.AddRange(Enumerable.Range(1, 5).Select(id => new Customer { Id = id, Name = $"Customer {id}" }));
        db.Orders.AddRange(Enumerable.Range(1, 20).Select(id => new Order { Id = id, CustomerId = (id % 5) + 1 }));
        db.SaveChanges();
    }
}
