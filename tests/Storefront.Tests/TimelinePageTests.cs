using Microsoft.Playwright;

namespace Storefront.Tests;

/// <summary>The page of DataLoader.AspNetCore, in the shop.</summary>
public sealed class TimelinePageTests(Browser browser) : IClassFixture<Browser>
{
    [InBrowser]
    public async Task It_lists_requests_and_draws_their_batches_on_one_axis()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await AskAsync(page, "/api/orders");

        await page.GotoAsync("/loaders");
        await page.GetByRole(AriaRole.Link, new() { Name = "GET /api/orders", Exact = true }).First.ClickAsync();

        ILocator batches = page.Locator("#batches tbody tr");
        await Assertions.Expect(batches).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#detail-title")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#batches .running")).ToHaveCountAsync(6);
        await Assertions.Expect(batches.Filter(new() { HasText = "SupplierByIdLoader" })).ToContainTextAsync("41");
        await Assertions.Expect(batches.Filter(new() { HasText = "SupplierByIdLoader" })).ToContainTextAsync("shared");
        await Assertions.Expect(page.Locator("#batches")).ToContainTextAsync("had answered had run");
        await Browser.KeepAsync(page, "timeline");
        await Browser.UpdateDocsAsync(page.Locator("body"), "timeline");
        Assert.Empty(complaints);
    }

    [InBrowser]
    public async Task A_link_leads_to_a_request_and_the_search_finds_it()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await AskAsync(page, "/api/products/42");
        await page.GotoAsync("/loaders");
        await page.GetByRole(AriaRole.Link, new() { Name = "GET /api/products/{id}" }).First.ClickAsync();
        string shared = page.Url;

        IPage other = await browser.OpenAsync(1280, 900);
        await other.GotoAsync(shared);
        await Assertions.Expect(other.Locator("#detail-title")).ToHaveTextAsync("GET /api/products/{id}");
        await other.GetByRole(AriaRole.Searchbox).FillAsync("nothing of that name");
        await Assertions.Expect(other.Locator("#requests tbody tr")).ToHaveCountAsync(0);
        await Assertions.Expect(other.GetByRole(AriaRole.Status)).ToContainTextAsync("0 of ");
        await other.GetByRole(AriaRole.Searchbox).FillAsync("ratingbyproduct");
        await Assertions.Expect(other.Locator("#requests tbody tr").First).ToContainTextAsync("GET /api/products/{id}");
    }

    [InBrowser]
    public async Task Small_screens_and_forced_colours_show_it_too()
    {
        IPage page = await browser.OpenAsync(320, 700);
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        await AskAsync(page, "/api/products/42");
        await page.GotoAsync("/loaders");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(AriaRole.Link).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#batches .running").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.NotEqual(
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#batches .running')).fill"),
            await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await Browser.KeepAsync(page, "timeline-phone");
    }

    // The first request fills the database.
    private static async Task AskAsync(IPage page, string path)
    {
        IAPIResponse answer = await page.APIRequest.GetAsync(path, new() { Timeout = 120_000 });
        Assert.True(answer.Ok, answer.StatusText);
    }
}
