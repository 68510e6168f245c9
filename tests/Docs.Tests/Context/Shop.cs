namespace Shop;

public sealed record User(int Id, string Name);

public sealed record Product(int Id, string Name, decimal Price);

public sealed record Comment(int Id, int ProductId, int AuthorId, string Text);

/// <summary>The database of the pages: three tables that can be asked for many rows at once.</summary>
public sealed class ShopDb
{
    /// <summary>How many queries were sent.</summary>
    public int Queries { get; private set; }

    public IQueryable<User> Users => Enumerable.Range(1, 99).Select(id => new User(id, $"user {id}")).AsQueryable();

    public Task<List<User>> UsersAsync(IEnumerable<int> ids, CancellationToken cancellationToken = default)
        => QueryAsync(ids.Where(id => id is > 0 and < 100).OrderDescending().Select(id => new User(id, $"user {id}")), cancellationToken);

    public Task<List<Product>> ProductsAsync(IEnumerable<int> ids, CancellationToken cancellationToken = default)
        => QueryAsync(ids.Where(id => id is > 0 and < 100).OrderDescending().Select(id => new Product(id, $"product {id}", id)), cancellationToken);

    public Task<List<Comment>> CommentsAsync(IEnumerable<int> productIds, CancellationToken cancellationToken = default)
        => QueryAsync(
            productIds.SelectMany(product => Enumerable.Range(1, product % 3).Select(n => new Comment((product * 10) + n, product, n, $"comment {n}"))),
            cancellationToken);

    private async Task<List<T>> QueryAsync<T>(IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        Queries++;
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return rows.ToList();
    }
}
