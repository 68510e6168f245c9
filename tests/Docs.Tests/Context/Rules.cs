global using static Shop.RulePages;

namespace Shop;

public sealed record Order(int Id, int UserId, int ProductId);

public sealed record Node(int Id, int ParentId);

public sealed class TreeDb
{
    public Task<List<Node>> NodesAsync(IEnumerable<int> ids) => Task.FromResult(ids.Select(id => new Node(id, id / 2)).ToList());
}

public sealed class PriceCalculator(BatchLoader<int, Product> prices)
{
    public Task<Product> PriceOf(int product) => prices.LoadAsync(product);
}

public sealed class CallCounter;

/// <summary>What the short examples of the rules' pages take for granted.</summary>
public static class RulePages
{
    public static readonly int id = 1;
    public static readonly Order order = new(1, 1, 1);
    public static readonly Order[] orders = [order];
    public static readonly BatchLoader<int, User> users = null!;
    public static readonly BatchLoader<int, Product> products = null!;
    public static readonly IServiceCollection services = null!;

    public static Task<IReadOnlyList<T>> ById<T>(IReadOnlyList<int> ids) => throw new NotSupportedException($"{ids.Count} keys");

    public static void Print(params object[] things)
    {
    }
}
