namespace Storefront.Data;

/// <summary>The rows a new database is filled with: the same ones every time, so that answers and statement counts can be compared.</summary>
public static class Catalogue
{
    public const int SupplierCount = 60;
    public const int ProductCount = 2_400;
    public const int CustomerCount = 600;
    public const int OrderCount = 20_000;

    private static readonly DateOnly FirstDay = new(2024, 1, 1);

    private static readonly string[] Materials = ["Oak", "Steel", "Linen", "Ceramic", "Cork", "Walnut", "Wool", "Copper", "Bamboo", "Glass"];
    private static readonly string[] Shapes = ["round", "tall", "folding", "small", "double", "slim", "classic", "stackable"];
    private static readonly string[] Things =
    [
        "Lamp", "Chair", "Kettle", "Basket", "Desk", "Bowl", "Shelf", "Blanket", "Clock", "Mug", "Tray", "Stool", "Vase", "Planter", "Mirror",
        "Cutting board", "Candle holder", "Coat rack", "Bread box", "Teapot", "Cushion", "Bench", "Jug", "Rug", "Notebook stand", "Umbrella stand",
        "Salt mill", "Storage box", "Side table", "Wall hook",
    ];

    private static readonly string[] FirstNames = ["Ada", "Noor", "Linus", "Mei", "Tomás", "Ingrid", "Kofi", "Zoë", "Ravi", "Élise", "Jonas", "Amara", "Sven", "Lucía", "Omar"];
    private static readonly string[] LastNames =
    [
        "Okafor", "Lindqvist", "Tanaka", "Moreau", "Novak", "Silva", "O’Brien", "Haddad", "Kaya", "Fischer", "Rossi", "Patel", "Jansen", "Popescu",
        "Nguyen", "Ferreira", "Andersen", "Kowalski", "Mbeki", "Duarte",
    ];

    private static readonly string[] Cities = ["Lisbon", "Malmö", "Kraków", "Lyon", "Ghent", "Turin", "Graz", "Porto", "Tartu", "Cork"];
    private static readonly string[] Trades = ["Workshop", "Trading", "Mill", "Studio", "Foundry", "Imports"];
    private static readonly string[] Opinions =
    [
        "Does what it should.", "Better than on the picture.", "Smaller than I thought.", "My third one.", "Arrived with a scratch, replaced within two days.",
        "A present, and well received.", "Solid work.", "I expected more for the price.", "Would buy again.", "The colour is a little darker.",
    ];

    public static IEnumerable<Supplier> Suppliers()
        => Enumerable.Range(1, SupplierCount).Select(id =>
            new Supplier(id, $"{LastNames[id % LastNames.Length]} {Trades[id / 3 % Trades.Length]}", Cities[id * 7 % Cities.Length]));

    /// <summary>Every combination of material, shape and thing, once.</summary>
    public static IEnumerable<Product> Products()
    {
        var random = new Random(1);
        for (int id = 1; id <= ProductCount; id++)
        {
            int n = id - 1;
            string thing = Things[n % Things.Length];
            string shape = Shapes[n / Things.Length % Shapes.Length];
            string material = Materials[n / (Things.Length * Shapes.Length) % Materials.Length];
            yield return new Product(id, $"{material[..2].ToUpperInvariant()}-{id:D5}", $"{material} {thing.ToLowerInvariant()}, {shape}", random.Next(4, 300) * 100 - 5, random.Next(1, SupplierCount + 1));
        }
    }

    public static IEnumerable<Customer> Customers()
        => Enumerable.Range(1, CustomerCount).Select(id =>
            new Customer(id, $"{FirstNames[id % FirstNames.Length]} {LastNames[id / FirstNames.Length % LastNames.Length]}", Cities[id % Cities.Length]));

    public static IEnumerable<Order> Orders()
    {
        var random = new Random(2);
        for (int id = 1; id <= OrderCount; id++)
            yield return new Order(id, random.Next(1, CustomerCount + 1), FirstDay.AddDays(id / 30));
    }

    /// <summary>One to five lines an order; some products sell far better than others.</summary>
    public static IEnumerable<OrderLine> OrderLines(IReadOnlyList<Product> products)
    {
        var random = new Random(3);
        for (int order = 1; order <= OrderCount; order++)
        {
            int lines = random.Next(1, 6);
            for (int number = 1; number <= lines; number++)
            {
                Product product = products[(int)(products.Count * Math.Pow(random.NextDouble(), 2))];
                yield return new OrderLine(order, number, product.Id, random.Next(1, 4), product.PriceCents);
            }
        }
    }

    /// <summary>None to eight reviews a product.</summary>
    public static IEnumerable<Review> Reviews()
    {
        var random = new Random(4);
        for (int product = 1; product <= ProductCount; product++)
        {
            int first = random.Next(CustomerCount);
            int count = random.Next(0, 9);
            for (int n = 0; n < count; n++)
            {
                int customer = (first + n * 37) % CustomerCount + 1;
                yield return new Review(product, customer, Math.Min(5, random.Next(1, 8)), Opinions[random.Next(Opinions.Length)], FirstDay.AddDays(random.Next(650)));
            }
        }
    }
}
