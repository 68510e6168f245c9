using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace DataLoader.StorefrontBenchmarks;

/// <summary>The Storefront in a process of its own, on a port of its own.</summary>
internal sealed class Shop : IDisposable
{
    private readonly Process _process;

    private Shop(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1_000 }) { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>Starts it, and asks a first question, with which it fills its database.</summary>
    public static async Task<Shop> StartAsync(Dictionary<string, string> settings)
    {
        string folder = Metadata("Storefront");
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", Metadata("Configuration"), "net10.0", "Storefront.dll"), "--urls", $"{address}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach ((string name, string value) in settings)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += static (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        var shop = new Shop(process, address);
        while (true)
        {
            try
            {
                using HttpResponseMessage response = await shop.Http.GetAsync(new Uri("/api/products/1", UriKind.Relative));
                response.EnsureSuccessStatusCode();
                return shop;
            }
            catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConnectionError && !process.HasExited)
            {
                // It does not listen yet.
                await Task.Delay(100);
            }
        }
    }

    public void Dispose()
    {
        Http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Metadata(string key)
        => typeof(Shop).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == key).Value ?? "";
}
