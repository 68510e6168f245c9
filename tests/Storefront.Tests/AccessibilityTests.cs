using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Storefront.Tests;

/// <summary>Both pages for people who see them otherwise: axe has nothing to say, large text and small windows need no scrolling sideways, forced colours keep the bars.</summary>
public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    [InBrowser]
    public async Task Axe_finds_nothing_on_the_comparison()
    {
        IPage page = await ComparisonAsync(1280, 900);
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await AssertNothingAsync(page);
        }

        await AssertAtEverySizeAsync(page, "storefront");
    }

    [InBrowser]
    public async Task Axe_finds_nothing_on_the_timeline()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await page.APIRequest.GetAsync("/api/orders", new() { Timeout = 120_000 });
        await page.GotoAsync("/loaders");
        await AssertNothingAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "GET /api/orders", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#batches .running").First).ToBeVisibleAsync();
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await AssertNothingAsync(page);
        }

        await AssertAtEverySizeAsync(page, "timeline");
    }

    private async Task<IPage> ComparisonAsync(int width, int height)
    {
        IPage page = await browser.OpenAsync(width, height);
        await page.GotoAsync("/#4");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done. ", new() { Timeout = 120_000 });
        return page;
    }

    private static async Task AssertNothingAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(found
            => $"{found.Id}: {found.Help}: {string.Join(" | ", found.Nodes.Select(node => node.Html))}")));
    }

    // 640 px is what 200 % leave of 1,280.
    private static async Task AssertAtEverySizeAsync(IPage page, string name)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        foreach (int width in (int[])[640, 320])
        {
            await page.SetViewportSizeAsync(width, 700);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} scrolls sideways at {width} px");
            await Browser.KeepAsync(page, $"{name}-{width}");
        }

        await page.SetViewportSizeAsync(1280, 900);
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        await Browser.KeepAsync(page, $"{name}-forced-colours");
    }
}
