using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Storefront.Api;

/// <summary>Where this application listens, for the requests that it sends to its own warehouse.</summary>
public static class OwnAddress
{
    public static Uri Of(IServer server)
    {
        string address = server.Features.Get<IServerAddressesFeature>()?.Addresses.OrderBy(a => a.StartsWith("https", StringComparison.Ordinal)).FirstOrDefault()
            ?? throw new InvalidOperationException("The server has no address. Set Warehouse:BaseAddress.");
        BindingAddress binding = BindingAddress.Parse(address);
        string host = binding.Host is "*" or "+" or "[::]" or "0.0.0.0" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
    }
}
