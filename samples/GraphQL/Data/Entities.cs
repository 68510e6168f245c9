namespace ShopGraphQL.Data;

/// <summary>Somebody who buys.</summary>
public sealed record Customer(int Id, string Name, int? BestFriendId);

/// <summary>That one customer counts another one among the friends.</summary>
public sealed record Friendship(int CustomerId, int FriendId);

/// <summary>What a customer bought at once.</summary>
public sealed record Order(int Id, int CustomerId, DateOnly PlacedOn);

/// <summary>One product of an order.</summary>
public sealed record OrderLine(int OrderId, int Number, int ProductId, int Quantity);

/// <summary>Something to buy. Money is in cents.</summary>
public sealed record Product(int Id, string Name, int PriceCents, int SupplierId);

/// <summary>Somebody who delivers products.</summary>
public sealed record Supplier(int Id, string Name);

/// <summary>What a customer thinks of a product.</summary>
public sealed record Review(int Id, int ProductId, int AuthorId, int Stars, string Text);
