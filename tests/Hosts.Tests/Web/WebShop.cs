using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataLoader.Hosts.Tests;

/// <summary>One web application with everything that ASP.NET Core serves, on loopback: a port for HTTP/1.1, and one for gRPC.</summary>
public sealed class WebShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebShop(WebApplication app) => _app = app;

    public Backend Backend => _app.Services.GetRequiredService<Backend>();

    public Uri Address => new(_app.Urls.First());

    public Uri GrpcAddress => new(_app.Urls.Last());

    public static async Task<WebShop> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddShop();
        builder.Services.AddGrpc(options => options.Interceptors.Add<LoaderInterceptor>());
        builder.Services.AddSignalR(options =>
        {
            options.AddFilter<LoaderHubFilter>();
            options.MaximumParallelInvocationsPerClient = 10;
        });

        WebApplication app = builder.Build();
        app.MapItems();
        app.MapGrpcService<ItemsService>();
        app.MapHub<ItemsHub>("/hub");
        await app.StartAsync();
        return new WebShop(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
