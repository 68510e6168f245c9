using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Storefront.Tests;

/// <summary>
/// A PostgreSQL server of the test's own: on loopback, on a free port, in a folder that goes with it. PostgreSQL refuses to run as root; there it
/// runs as the user <c>postgres</c>, which its package creates.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _binaries;
    private readonly DirectoryInfo _folder;
    private readonly int _port;

    private PostgresServer(string binaries)
    {
        _binaries = binaries;
        _folder = Directory.CreateTempSubdirectory("storefront-pg-");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string Connection => $"Host=127.0.0.1;Port={_port};Database=postgres;Username=storefront;Maximum Pool Size=40;Timeout=300;Command Timeout=300";

    /// <summary>Where the server's programs are, or null.</summary>
    public static string? FindBinaries()
    {
        IEnumerable<string> versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")) : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    public static async Task<PostgresServer> StartNewAsync(string binaries)
    {
        var server = new PostgresServer(binaries);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", ["postgres", server._folder.FullName]);
        await server.RunOwnAsync("initdb", "-D", server.Data, "-U", "storefront", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunOwnAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder.FullName, "log"),
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off", "start");

    public Task StopAsync() => RunOwnAsync("pg_ctl", "-D", Data, "-w", "-m", "fast", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAsync();
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private Task RunOwnAsync(string program, params string[] arguments)
    {
        program = Path.Combine(_binaries, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments]) : RunAsync(program, arguments);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        // Not redirected: the server inherits what pg_ctl has, and a pipe would stay open as long as it runs.
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
