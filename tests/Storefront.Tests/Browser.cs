using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Storefront.Tests;

/// <summary>The installed Chromium, headless, and the application on a port for it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("storefront-");
    private StorefrontApp? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Where Chromium is, or null.</summary>
    public static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>A page of a browser without history, of the given size.</summary>
    public Task<IPage> OpenAsync(int width, int height)
        => (_browser ?? throw new InvalidOperationException("Chromium is not installed here."))
            .NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, BaseURL = Address.ToString() });

    /// <summary>Keeps a picture of the page in artifacts/screenshots, for people to look at.</summary>
    public static Task KeepAsync(IPage page, string name, bool fullPage = true, [CallerFilePath] string here = "")
        => page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(here, "../../../artifacts/screenshots", name + ".png"), FullPage = fullPage });

    /// <summary>Takes a picture for docs/images where <c>UPDATE_PICTURES</c> is set, since the times on it are those of the machine.</summary>
    public static Task UpdateDocsAsync(ILocator part, string name, [CallerFilePath] string here = "")
        => Environment.GetEnvironmentVariable("UPDATE_PICTURES") is { Length: > 0 }
            ? part.ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(here, "../../../docs/images", name + ".png") })
            : Task.CompletedTask;

    public async Task InitializeAsync()
    {
        if (Find() is not { } chromium)
            return;

        _app = new StorefrontApp("sqlite", $"Data Source={Path.Combine(_folder.FullName, "store.db")}", listens: true);
        // Told by the server's options: a port that the factory sets meets a server that may have started already.
        _app.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        _app.StartServer();
        Address = _app.ClientOptions.BaseAddress;
        _playwright = await Playwright.CreateAsync();
        // The sandbox does not work as root, where CI runs; the pages are our own.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>Skipped, and shown as skipped with the reason, where there is no Chromium.</summary>
public sealed class InBrowserAttribute : FactAttribute
{
    public InBrowserAttribute() => Skip = Browser.Find() is null ? "NOT RUN: Chromium is not installed here (apt-get install chromium)." : null;
}
