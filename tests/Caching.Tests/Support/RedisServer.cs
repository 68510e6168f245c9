using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests;

/// <summary>A Redis server of the test's own: on loopback, on a free port, without a file that outlives it. It can be stopped, continued, killed and started again.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataloader-redis-");
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(string[] arguments)
    {
        // A server of a cluster listens at its port plus 10,000 too.
        while (Port is 0 or > 55_000)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        _arguments = arguments;
    }

    public int Port { get; }

    /// <summary>The server's program, or null where it is not installed.</summary>
    public static string? Find() => Program("redis-server");

    /// <summary>A program on the path, or null.</summary>
    public static string? Program(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static async Task<RedisServer> StartNewAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        string[] all =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.FullName, .. _arguments,
        ];
        _process = Process.Start(new ProcessStartInfo(Find()!, all) { RedirectStandardOutput = true })!; // the tests are skipped without it
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal))
                continue;

            // Nobody reads on: the pipe is emptied, so that the server never waits for it.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        throw new InvalidOperationException("redis-server has ended before it was ready.");
    }

    /// <summary>A connection with the settings that the page recommends.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", Port } },
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            AllowAdmin = true,
        };
        configure?.Invoke(options);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    public void Stop() => Signal("STOP");

    public void Continue() => Signal("CONT");

    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]); // it was started
        kill.WaitForExit();
    }
}
