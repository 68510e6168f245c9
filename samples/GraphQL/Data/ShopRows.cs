namespace ShopGraphQL.Data;

/// <summary>The rows a new database is filled with: the same ones every time, so that answers and statement counts can be compared.</summary>
public static class ShopRows
{
    public const int CustomerCount = 1_000;
    public const int OrdersOfCustomer = 3;
    public const int LinesOfOrder = 2;
    public const int ProductCount = 200;
    public const int SupplierCount = 20;
    public const int ReviewsOfProduct = 3;
    public const int FriendsOfCustomer = 8;

    private const int OrderCount = CustomerCount * OrdersOfCustomer;

    private static readonly string[] FirstNames = ["Ada", "Noor", "Linus", "Mei", "Tomás", "Ingrid", "Kofi", "Zoë", "Ravi", "Élise"];
    private static readonly string[] LastNames = ["Okafor", "Lindqvist", "Tanaka", "Moreau", "Novak", "Silva", "Haddad", "Kaya", "Fischer", "Rossi"];
    private static readonly string[] Things = ["Lamp", "Chair", "Kettle", "Basket", "Desk", "Bowl", "Shelf", "Blanket", "Clock", "Mug"];
    private static readonly string[] Opinions = ["Does what it should.", "Better than on the picture.", "Smaller than I thought.", "My third one."];
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    public static IEnumerable<Supplier> Suppliers() => Ids(SupplierCount).Select(id => new Supplier(id, $"{LastNames[id % LastNames.Length]} Trading {id}"));

    /// <summary>Everybody but each tenth one has a best friend; some are the best friend of many.</summary>
    public static IEnumerable<Customer> Customers()
        => Ids(CustomerCount).Select(id =>
            new Customer(id, $"{FirstNames[id % FirstNames.Length]} {LastNames[id / FirstNames.Length % LastNames.Length]}", id % 10 == 0 ? null : Someone(id, id * id % 97)));

    public static IEnumerable<Friendship> Friendships()
        => Ids(CustomerCount).SelectMany(id => Ids(FriendsOfCustomer).Select(n => new Friendship(id, Someone(id, n * 31))));

    public static IEnumerable<Product> Products()
        => Ids(ProductCount).Select(id => new Product(id, $"{Things[id % Things.Length]} {id}", (id * 37 % 200 * 100) + 95, (id * 7 % SupplierCount) + 1));

    public static IEnumerable<Order> Orders() => Ids(OrderCount).Select(id => new Order(id, ((id - 1) / OrdersOfCustomer) + 1, FirstDay.AddDays(id % 300)));

    /// <summary>The products of an order; some sell far better than others.</summary>
    public static IEnumerable<OrderLine> OrderLines()
    {
        var random = new Random(1);
        return [.. Ids(OrderCount).SelectMany(order => Ids(LinesOfOrder).Select(number =>
            new OrderLine(order, number, (int)(ProductCount * Math.Pow(random.NextDouble(), 1.5)) + 1, random.Next(1, 4))))];
    }

    public static IEnumerable<Review> Reviews()
        => Ids(ProductCount * ReviewsOfProduct).Select(id =>
            new Review(id, ((id - 1) / ReviewsOfProduct) + 1, (id * 17 % 100) + 1, (id % 5) + 1, Opinions[id % Opinions.Length]));

    private static IEnumerable<int> Ids(int count) => Enumerable.Range(1, count);

    // Somebody else.
    private static int Someone(int customer, int distance) => ((customer + distance) % CustomerCount) + 1 is var other && other == customer ? 1 + (customer % CustomerCount) : other;
}
