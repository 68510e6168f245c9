namespace ShopGraphQL.Api;

/// <summary>Who asks: the customer of the header <c>X-Customer</c>, else the first one. A sample's stand-in for a login.</summary>
public sealed class CurrentCustomer(IHttpContextAccessor http)
{
    public const string Header = "X-Customer";

    public int Id { get; } = int.TryParse(http.HttpContext?.Request.Headers[Header], out int id) ? id : 1;
}
