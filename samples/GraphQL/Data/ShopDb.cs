using Microsoft.EntityFrameworkCore;

namespace ShopGraphQL.Data;

/// <summary>The shop's database. The model is the same on SQLite and on PostgreSQL.</summary>
public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Friendship> Friendships => Set<Friendship>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Supplier> Suppliers => Set<Supplier>();

    public DbSet<Review> Reviews => Set<Review>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Customer>().Property(it => it.Id).ValueGeneratedNever();
        model.Entity<Supplier>().Property(it => it.Id).ValueGeneratedNever();
        model.Entity<Friendship>(friendship =>
        {
            friendship.HasKey(it => new { it.CustomerId, it.FriendId });
            friendship.HasOne<Customer>().WithMany().HasForeignKey(it => it.CustomerId);
            friendship.HasOne<Customer>().WithMany().HasForeignKey(it => it.FriendId);
        });
        model.Entity<Product>(product =>
        {
            product.Property(it => it.Id).ValueGeneratedNever();
            product.HasOne<Supplier>().WithMany().HasForeignKey(it => it.SupplierId);
        });
        model.Entity<Order>(order =>
        {
            order.Property(it => it.Id).ValueGeneratedNever();
            order.HasOne<Customer>().WithMany().HasForeignKey(it => it.CustomerId);
        });
        model.Entity<OrderLine>(line =>
        {
            line.HasKey(it => new { it.OrderId, it.Number });
            line.HasOne<Order>().WithMany().HasForeignKey(it => it.OrderId);
            line.HasOne<Product>().WithMany().HasForeignKey(it => it.ProductId);
        });
        model.Entity<Review>(review =>
        {
            review.HasOne<Product>().WithMany().HasForeignKey(it => it.ProductId);
            review.HasOne<Customer>().WithMany().HasForeignKey(it => it.AuthorId);
        });
    }
}
