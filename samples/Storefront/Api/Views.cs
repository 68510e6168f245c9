using Storefront.Reading;

namespace Storefront.Api;

public sealed record SupplierSummary(int Id, string Name, string City);

public sealed record SupplierView(int Id, string Name, string City, IReadOnlyList<ProductView> Products);

public sealed record CustomerView(int Id, string Name, string City);

/// <summary>Stock is null when the warehouse does not answer: a shop without stock levels is better than no shop.</summary>
public sealed record ProductView(int Id, string Sku, string Name, int PriceCents, SupplierSummary? Supplier, Rating? Rating, int? Stock);

public sealed record ProductPage(ProductView Product, IReadOnlyList<ReviewView> Reviews);

public sealed record ReviewView(CustomerView? Author, int Stars, string Text, DateOnly WrittenOn);

public sealed record PraiseView(int Id, string Name, IReadOnlyList<ReviewView> Reviews);

/// <summary>The newest orders of a customer; the next page begins before the last of them, and there is none when this is null.</summary>
public sealed record OrderPageView(CustomerView Customer, IReadOnlyList<OrderSummary> Orders, int? NextBefore);

public sealed record OrderSummary(int Id, DateOnly PlacedOn);

public sealed record OrderView(int Id, DateOnly PlacedOn, CustomerView? Customer, IReadOnlyList<LineView> Lines, int TotalCents);

public sealed record LineView(int Quantity, int UnitPriceCents, ProductView? Product);

public sealed record AccountView(CustomerView Customer, IReadOnlyList<OrderView> Orders);
