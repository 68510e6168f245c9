using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace DataLoader.Hosts.Tests;

/// <summary>A silo of one, on loopback.</summary>
public sealed class GrainTests
{
    [Fact]
    public async Task Orleans_call()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddShop();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
        using IHost host = builder.Build();
        await host.StartAsync();

        // Calls of one grain wait for each other: each of the questions asks one of its own.
        IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();
        int grain = 0;
        await Questions.EachTakesAsync(Questions.Ideal, host.Services.GetRequiredService<Backend>(), ()
            => grains.GetGrain<IItemsGrain>(Interlocked.Increment(ref grain) % 10).DescribeAsync(Questions.Ids));
        await host.StopAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
