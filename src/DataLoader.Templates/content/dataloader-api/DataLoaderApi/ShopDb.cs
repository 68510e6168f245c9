using Microsoft.EntityFrameworkCore;

namespace DataLoaderApi;

public sealed class Customer
{
    public int Id { get; set; }

    public required string Name { get; set; }
}

public sealed class Product
{
    public int Id { get; set; }

    public required string Name { get; set; }
}

public sealed class Order
{
    public int Id { get; set; }

    public int CustomerId { get; set; }
}

public sealed class OrderLine
{
    public int Id { get; set; }

    public int OrderId { get; set; }

    public int ProductId { get; set; }

    public int Count { get; set; }
}

public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    /// <summary>Creates the database with a few rows, unless it is there. A real application has migrations.</summary>
    public static void Create(IServiceProvider services)
    {
        using ShopDb db = services.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContext();
        if (!db.Database.EnsureCreated())
            return;
        db.AddRange(Enumerable.Range(1, 5).Select(id => new Customer { Id = id, Name = $"Customer {id}" }));
        db.AddRange(Enumerable.Range(1, 10).Select(id => new Product { Id = id, Name = $"Product {id}" }));
        db.AddRange(Enumerable.Range(1, 20).Select(id => new Order { Id = id, CustomerId = (id % 5) + 1 }));
        db.AddRange(Enumerable.Range(0, 60).Select(n => new OrderLine { Id = n + 1, OrderId = (n % 20) + 1, ProductId = (n % 10) + 1, Count = (n % 3) + 1 }));
        db.SaveChanges();
    }
}
