using Microsoft.EntityFrameworkCore;

namespace Storefront.Data;

/// <summary>The shop's database. The model is the same on SQLite and on PostgreSQL.</summary>
public sealed class StoreDb(DbContextOptions<StoreDb> options) : DbContext(options)
{
    public DbSet<Supplier> Suppliers => Set<Supplier>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    public DbSet<Review> Reviews => Set<Review>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Supplier>().Property(supplier => supplier.Id).ValueGeneratedNever();
        model.Entity<Customer>().Property(customer => customer.Id).ValueGeneratedNever();
        model.Entity<Product>(product =>
        {
            product.Property(p => p.Id).ValueGeneratedNever();
            product.HasIndex(p => p.Sku).IsUnique();
            product.HasOne<Supplier>().WithMany().HasForeignKey(p => p.SupplierId);
        });
        model.Entity<Order>(order =>
        {
            order.Property(o => o.Id).ValueGeneratedNever();
            order.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId);
        });
        model.Entity<OrderLine>(line =>
        {
            line.HasKey(l => new { l.OrderId, l.Number });
            line.HasOne<Order>().WithMany().HasForeignKey(l => l.OrderId);
            line.HasOne<Product>().WithMany().HasForeignKey(l => l.ProductId);
        });
        model.Entity<Review>(review =>
        {
            review.HasKey(r => new { r.ProductId, r.CustomerId });
            review.HasOne<Product>().WithMany().HasForeignKey(r => r.ProductId);
            review.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId);
        });
    }
}
