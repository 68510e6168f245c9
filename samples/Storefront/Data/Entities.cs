namespace Storefront.Data;

/// <summary>Somebody who delivers products.</summary>
public sealed record Supplier(int Id, string Name, string City);

/// <summary>Something to buy. Money is in cents.</summary>
public sealed record Product(int Id, string Sku, string Name, int PriceCents, int SupplierId);

/// <summary>Somebody who buys.</summary>
public sealed record Customer(int Id, string Name, string City);

/// <summary>What a customer bought at once.</summary>
public sealed record Order(int Id, int CustomerId, DateOnly PlacedOn);

/// <summary>One product of an order, at the price of that day.</summary>
public sealed record OrderLine(int OrderId, int Number, int ProductId, int Quantity, int UnitPriceCents);

/// <summary>What a customer thinks of a product: one opinion for each product.</summary>
public sealed record Review(int ProductId, int CustomerId, int Stars, string Text, DateOnly WrittenOn);
