namespace Storefront.Reading;

/// <summary>
/// The customer of this request. The header X-Customer-Id stands in for the authentication that a real shop has: everything behind this class
/// works as it would there.
/// </summary>
public sealed class CurrentCustomer(IHttpContextAccessor http)
{
    public const string Header = "X-Customer-Id";

    /// <summary>The signed-in customer's id; null when nobody is signed in.</summary>
    public int? Id { get; } = int.TryParse(http.HttpContext?.Request.Headers[Header].ToString(), out int id) ? id : null;
}
