using DataLoader;

[assembly: BatchLoaderModule("Catalog")]

namespace Catalog;

/// <summary>Something that can be bought.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
public sealed record Product(int Id, string Name);

/// <summary>Where the products are.</summary>
public static class ProductQueries
{
    /// <summary>Loads products by their number.</summary>
    /// <param name="ids">The numbers.</param>
    /// <returns>The products.</returns>
    [BatchLoader(KeyOf = nameof(Product.Id))]
    public static Task<IReadOnlyList<Product>> BatchProductById(IReadOnlyList<int> ids)
        => Task.FromResult<IReadOnlyList<Product>>([.. ids.Select(id => new Product(id, $"product {id}"))]);
}
