using Microsoft.Playwright;

namespace Storefront.Tests;

public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    [InBrowser]
    public async Task The_page_runs_both_ways_and_draws_them()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        List<string> complaints = ListenForComplaints(page);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run both ways" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.", new() { Timeout = 60_000 });

        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("305 calls become 7");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("Both answers are equal.");
        await Assertions.Expect(page.Locator("#off .figures dd").First).ToHaveTextAsync("239");
        await Assertions.Expect(page.Locator("#on .figures dd").First).ToHaveTextAsync("6");
        await Assertions.Expect(page.Locator("#off .batch")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#on .batch")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#on .batch .bar")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#on .batch", new() { HasText = "SupplierById" }).Locator("td").Nth(1)).ToHaveTextAsync("41");
        await Assertions.Expect(page.Locator("#on .batch", new() { HasText = "SupplierById" }).Locator("td").Nth(2)).ToHaveTextAsync("25");

        await Browser.KeepAsync(page, "storefront");
        Assert.Empty(complaints);
    }

    [InBrowser]
    public async Task The_keyboard_is_enough()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        for (int i = 0; i < 3; i++)
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#on > p").First).ToHaveTextAsync("GET /api/products/42?loaders=on");
        await Assertions.Expect(page.Locator("#on .figures dd").First).ToHaveTextAsync("5");
    }

    [InBrowser]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        IPage page = await browser.OpenAsync(390, 844);
        await page.GotoAsync("/");
        await page.GetByText("My account").ClickAsync();
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.", new() { Timeout = 60_000 });

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Assertions.Expect(page.Locator("#on .batch")).ToHaveCountAsync(7);
        await Browser.KeepAsync(page, "storefront-phone");
    }

    [InBrowser]
    public async Task An_error_of_the_server_is_shown_and_the_next_run_works()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await page.GotoAsync("/");
        await page.RouteAsync("**/api/**", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"title":"Service Unavailable"}""" }));
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Service Unavailable");

        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.", new() { Timeout = 60_000 });
    }

    // Errors of scripts and styles, and every request that leaves the application: the page works without a network.
    private List<string> ListenForComplaints(IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(browser.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Add(request.Url);
        };
        return complaints;
    }
}
