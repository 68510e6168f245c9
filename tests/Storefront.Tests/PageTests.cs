using System.Text.Json;
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
        await DoneAsync(page, "Latest orders");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done. 305 calls become 7, ");

        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("305 calls become 7");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("Both answers are equal.");
        await Assertions.Expect(page.Locator("#off .figures dd").First).ToHaveTextAsync("239");
        await Assertions.Expect(page.Locator("#on .figures dd").First).ToHaveTextAsync("6");
        await Assertions.Expect(page.Locator("#off .batch")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#on .batch")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#on .batch .bar")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#on .batch", new() { HasText = "SupplierById" }).Locator("td").Nth(0)).ToHaveTextAsync("41");
        await Assertions.Expect(page.Locator("#on .batch", new() { HasText = "SupplierById" }).Locator("td").Nth(1)).ToHaveTextAsync("25");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("Median of 5 runs each");
        await Assertions.Expect(page.Locator("#calls li", new() { HasText = "Suppliers" }).Locator("summary")).ToHaveTextAsync("Suppliers66 become 1");

        await Assertions.Expect(page.Locator("#calls li", new() { HasText = "warehouse" }).Locator("summary")).ToHaveTextAsync("POST warehouse/stock66 become 1");
        await Assertions.Expect(page.Locator("#on .batch td").First).ToHaveCSSAsync("display", "table-cell");

        await Browser.KeepAsync(page, "storefront");
        await Browser.UpdateDocsAsync(page.Locator("#results"), "storefront");
        Assert.Empty(complaints);
    }

    [InBrowser]
    public async Task The_keyboard_is_enough()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await page.GotoAsync("/");
        await DoneAsync(page, "Latest orders");
        await page.Keyboard.PressAsync("Tab");
        for (int i = 0; i < 3; i++)
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        await DoneAsync(page, "One product");
        await Assertions.Expect(page.Locator("#on > p").First).ToHaveTextAsync("GET /api/products/42?loaders=on");
        await Assertions.Expect(page.Locator("#on .figures dd").First).ToHaveTextAsync("5");
    }

    [InBrowser]
    public async Task A_number_of_ones_own_is_read_and_can_be_linked_to()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await page.GotoAsync("/#1=3");
        await DoneAsync(page, "Latest orders");
        await Assertions.Expect(page.Locator("#on > p").First).ToHaveTextAsync("GET /api/orders?take=3&loaders=on");

        await page.GetByText("One product").ClickAsync();
        await page.GetByLabel("id", new() { Exact = true }).FillAsync("43");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await DoneAsync(page, "One product");
        await Assertions.Expect(page.Locator("#on > p").First).ToHaveTextAsync("GET /api/products/43?loaders=on");
        Assert.EndsWith("#4=43", page.Url, StringComparison.Ordinal);

        await page.GetByLabel("id", new() { Exact = true }).FillAsync("99999");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("There is no product 99999.");
    }

    [InBrowser]
    public async Task A_run_can_be_cancelled()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/api/**", _ =>
        {
            asked.TrySetResult();      // and never answers
            return Task.CompletedTask;
        });
        await page.GotoAsync("/");
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Cancelled.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync("Run both ways");
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToBeFocusedAsync();
    }

    [InBrowser]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        IPage page = await browser.OpenAsync(390, 844);
        await page.GotoAsync("/#6");
        await DoneAsync(page, "My account");

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Assertions.Expect(page.Locator("#on .batch")).ToHaveCountAsync(7);
        await Browser.KeepAsync(page, "storefront-phone");
    }

    [InBrowser]
    public async Task An_error_of_the_server_is_shown_and_the_next_run_works()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        await page.GotoAsync("/");
        await DoneAsync(page, "Latest orders");
        await page.RouteAsync("**/api/**", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"title":"Service Unavailable"}""" }));
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Service Unavailable Is the database running?");
        await Assertions.Expect(page.Locator("#verdict h2")).ToHaveTextAsync("Latest orders");

        await page.UnrouteAllAsync();
        await page.GetByText("One order").ClickAsync();
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await DoneAsync(page, "One order");
    }

    // Answers that a test makes up: how long each way takes, and whether it fails.
    [InBrowser]
    public async Task The_verdict_is_green_only_for_what_is_better_in_every_run_and_never_for_failures()
    {
        IPage page = await browser.OpenAsync(1280, 900);
        double[] off = [5.5, 5.6, 5.4, 5.5, 5.7, 5.5], on = [11, 11.2, 10.8, 11, 11.5, 11];
        bool failed = false;
        await MakeUpAsync(page, way => way == "off" ? off : on, () => failed);
        await page.GotoAsync("/");
        await DoneAsync(page, "Latest orders");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("Slower in every run.");
        await Assertions.Expect(page.Locator("#verdict .now")).ToHaveCountAsync(1);

        on = [5.1, 5.3, 5.6, 5.2, 5.5, 5.4];
        await RunAsync("One order");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("No difference in time that is larger than that between runs.");
        await Assertions.Expect(page.Locator("#verdict .now")).ToHaveCountAsync(1);

        on = [1, 1.2, 1.1, 1, 1.1, 1];
        await RunAsync("Products");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("Faster in every run.");
        await Assertions.Expect(page.Locator("#verdict .now")).ToHaveCountAsync(2);

        failed = true;
        await RunAsync("One supplier");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("failed: the figures compare nothing.");
        await Assertions.Expect(page.Locator("#verdict .now")).ToHaveCountAsync(0);

        async Task RunAsync(string query)
        {
            await page.GetByText(query, new() { Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Button).ClickAsync();
            await DoneAsync(page, query);
        }
    }

    private static Task MakeUpAsync(IPage page, Func<string, double[]> times, Func<bool> failed)
    {
        var asked = new Dictionary<string, int>();
        return page.RouteAsync("**/api/**", route =>
        {
            string way = route.Request.Url.Contains("loaders=off", StringComparison.Ordinal) ? "off" : "on", key = route.Request.Url;
            int run = asked[key] = asked.GetValueOrDefault(key, -1) + 1;
            var call = new { text = "SELECT 1 FROM \"Orders\"", startMs = 0.1, durationMs = 0.2, failed = failed() };
            return route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = JsonSerializer.Serialize(new
                {
                    data = 1,
                    trace = new { elapsedMs = times(way)[run], batches = Array.Empty<object>(), statements = Enumerable.Repeat(call, way == "off" ? 3 : 1), httpRequests = Array.Empty<object>() },
                }),
            });
        });
    }

    private static async Task DoneAsync(IPage page, string query)
    {
        await Assertions.Expect(page.Locator("#verdict h2")).ToHaveTextAsync(query, new() { Timeout = 120_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done. ", new() { Timeout = 120_000 });
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
