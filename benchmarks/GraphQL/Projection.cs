using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Data;

namespace DataLoader.GraphQLBenchmarks;

/// <summary>The shop's query by hand, for this one shape: no resolvers and no loaders, only the columns that are asked for.</summary>
internal static class Projection
{
    public static async Task<int> AskAsync(ShopDb db)
    {
        var customers = await db.Customers
            .OrderBy(customer => customer.Id)
            .Take(10)
            .Select(customer => new
            {
                customer.Id,
                Orders = db.Orders.Where(order => order.CustomerId == customer.Id).Select(order => new
                {
                    order.Id,
                    Lines = db.OrderLines.Where(line => line.OrderId == order.Id)
                        .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line.Number, product.Id, product.SupplierId })
                        .Join(db.Suppliers, line => line.SupplierId, supplier => supplier.Id, (line, supplier) => new
                        {
                            line.Number,
                            line.Id,
                            Supplier = supplier.Id,
                            Reviews = db.Reviews.Where(review => review.ProductId == line.Id)
                                .Join(db.Customers, review => review.AuthorId, author => author.Id, (review, author) => new { review.Id, Author = author.Id })
                                .ToList(),
                        })
                        .ToList(),
                }).ToList(),
            })
            .AsSplitQuery()
            .ToListAsync();
        return customers.Count;
    }
}
