using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Storefront.Tests;

/// <summary>The documentation as a site, as site/build has made it in artifacts/site.</summary>
public sealed partial class SiteTests(Browser browser) : IClassFixture<Browser>
{
    [OnSite]
    public async Task It_shows_pages_finds_words_and_needs_nothing_from_elsewhere()
    {
        await using WebApplication site = Serve();
        await site.StartAsync();
        var address = new Uri(site.Urls.Single());
        IPage page = await browser.OpenAsync(1280, 900);
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Add(request.Url);
        };

        await page.GotoAsync(new Uri(address, "docs/guide/n-plus-one.html").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("N+1 with EF Core");
        await Assertions.Expect(page.Locator("#toc").GetByText("Getting started")).ToBeVisibleAsync();
        await Browser.KeepAsync(page, "site", fullPage: false);

        await page.Locator("#search-query").FillAsync("PerBatch");
        await Assertions.Expect(page.Locator("#search-results .sr-item").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GotoAsync(new Uri(address, "api/DataLoader.BatchLoader-2.html").ToString());
        await Assertions.Expect(page.Locator("article")).ToContainTextAsync("LoadAsync");

        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync(new Uri(address, "index.html").ToString());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Browser.KeepAsync(page, "site-phone", fullPage: false);
        Assert.Empty(complaints);
    }

    [OnSite]
    public void No_link_leads_nowhere()
    {
        var broken = new List<string>();
        foreach (string file in Directory.EnumerateFiles(OnSiteAttribute.Folder, "*.html", SearchOption.AllDirectories))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                string target = WebUtility.UrlDecode(WebUtility.HtmlDecode(link.Groups["target"].Value)).Split('#', '?')[0];
                if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)))
                    broken.Add($"{Path.GetRelativePath(OnSiteAttribute.Folder, file)}: {target}");
            }
        }

        Assert.Empty(broken.Distinct());
    }

    private static WebApplication Serve()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication site = builder.Build();
        site.Urls.Add("http://127.0.0.1:0");
        site.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(OnSiteAttribute.Folder), StaticFileOptions = { ServeUnknownFileTypes = true } });
        return site;
    }

    [GeneratedRegex("(?:href|src)=\"(?<target>[^\"]+)\"")]
    private static partial Regex Link();
}

/// <summary>Skipped, and shown as skipped with the reason, where the site was not built or there is no Chromium.</summary>
public sealed class OnSiteAttribute : FactAttribute
{
    public OnSiteAttribute()
        => Skip = !File.Exists(Path.Combine(Folder, "index.html")) ? "NOT RUN: site/build has not been run."
            : Browser.Find() is null ? "NOT RUN: Chromium is not installed here (apt-get install chromium)."
            : null;

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../artifacts/site"));

    private static string Here([CallerFilePath] string here = "") => here;
}
