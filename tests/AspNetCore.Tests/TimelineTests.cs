using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataLoader.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.AspNetCore.Tests;

/// <summary>The page, its data, and who may see them.</summary>
public class TimelineTests
{
    [Fact]
    public async Task It_shows_what_a_request_did_and_nothing_of_its_keys()
    {
        await using ShopApp app = await ShopApp.StartAsync();
        await app.Client().GetStringAsync(new Uri("/items/77123/2", UriKind.Relative));
        using HttpResponseMessage failed = await app.Client().GetAsync(new Uri("/items/404/1", UriKind.Relative)).ContinueWith(
            static it => it.IsCompletedSuccessfully ? it.Result : new HttpResponseMessage(HttpStatusCode.InternalServerError), TaskScheduler.Default);
        await app.ScopesEndedAsync(2);

        string list = await app.Client().GetStringAsync(new Uri("/loaders/data", UriKind.Relative));
        JsonElement[] entries = [.. JsonDocument.Parse(list).RootElement.EnumerateArray()];
        string detail = await app.Client().GetStringAsync(new Uri($"/loaders/data/{entries[1].GetProperty("id")}", UriKind.Relative));
        string detailOfFailure = await app.Client().GetStringAsync(new Uri($"/loaders/data/{entries[0].GetProperty("id")}", UriKind.Relative));

        Assert.Equal("GET /items/{from:int}/{count:int}", entries[1].GetProperty("name").GetString());
        JsonElement batch = Assert.Single(JsonDocument.Parse(detail).RootElement.GetProperty("list").EnumerateArray());
        Assert.Equal(
            ("ItemByIdLoader", 2, 500, "RootFrame", "Succeeded"),
            (batch.GetProperty("loader").GetString(), batch.GetProperty("keys").GetInt32(), batch.GetProperty("limit").GetInt32(),
                batch.GetProperty("reason").GetString(), batch.GetProperty("outcome").GetString()));
        Assert.Contains("\"error\":\"System.IO.InvalidDataException\"", detailOfFailure);
        foreach (string text in (string[])[list, detail, detailOfFailure])
        {
            Assert.DoesNotContain("77123", text);
            Assert.DoesNotContain("item 7", text);
            Assert.DoesNotContain(Shop.Secret, text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/timeline.js")]
    [InlineData("/timeline.css")]
    [InlineData("/data")]
    [InlineData("/data/999999999")]
    public async Task Nothing_of_it_is_stored_or_framed_or_loads_from_elsewhere(string path)
    {
        await using ShopApp app = await ShopApp.StartAsync();

        using HttpResponseMessage answer = await app.Client().GetAsync(new Uri($"/loaders{path}", UriKind.Relative));

        // Without the header the test fails here.
        Assert.True(answer.Headers.CacheControl!.NoStore);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task The_page_has_no_script_or_style_of_its_own()
    {
        await using ShopApp app = await ShopApp.StartAsync();

        string page = await app.Client().GetStringAsync(new Uri("/loaders/", UriKind.Relative));

        Assert.All(Regex.Matches(page, "<script[^>]*>(.*?)</script>", RegexOptions.Singleline), static it => Assert.Equal("", it.Groups[1].Value));
        Assert.DoesNotMatch("<style|style=| on[a-z]+=", page);
        Assert.Contains("""src="/loaders/timeline.js" """.TrimEnd(), page);
        Assert.DoesNotContain("{here}", page);
    }

    [Fact]
    public async Task Outside_development_the_application_does_not_start_with_an_open_timeline()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync("Production"));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ShopApp.StartAsync("Staging", protect: static it => it.RequireAuthorization().AllowAnonymous()));

        Assert.Contains("RequireAuthorization", error.Message);
        Assert.Contains("Production", error.Message);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("guest", HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task Outside_development_it_is_for_those_who_are_authorized(string? user, HttpStatusCode expected)
    {
        await using ShopApp app = await ShopApp.StartAsync(
            "Production", protect: static it => it.RequireAuthorization(static policy => policy.RequireUserName("admin")));

        foreach (string path in (string[])["/loaders/", "/loaders/data", "/loaders/timeline.js"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            if (user is not null)
                request.Headers.Add(HeaderUser.Header, user);
            using HttpResponseMessage answer = await app.Client().SendAsync(request);
            Assert.Equal((path, expected), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task It_keeps_the_last_requests_and_no_more()
    {
        const int requests = 100_000;
        await using ShopApp app = await ShopApp.StartAsync(configure: static it => (it.Capacity, it.MaxBatches) = (10, 2));
        var timeline = app.Services.GetServices<LoaderObserver>().First();

        for (int i = 1; i <= requests; i++)
            timeline.OnScopeEnded(Receipts.OfScope(i, batches: 3));

        JsonElement[] entries = [.. JsonDocument.Parse(await app.Client().GetStringAsync(new Uri("/loaders/data", UriKind.Relative))).RootElement.EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => (long)requests - i), entries.Select(static it => it.GetProperty("id").GetInt64()));
        string detail = await app.Client().GetStringAsync(new Uri($"/loaders/data/{requests}", UriKind.Relative));
        Assert.Equal(2, JsonDocument.Parse(detail).RootElement.GetProperty("list").GetArrayLength());
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Places_in_the_code_are_shown_on_request_in_development_only(string environment, bool shows)
    {
        await using ShopApp app = await ShopApp.StartAsync(
            environment, static it => it.CaptureCallSites = true, static it => it.RequireAuthorization(static policy => policy.RequireAssertion(static _ => true)));

        Assert.Equal(shows, app.Services.GetServices<LoaderObserver>().First().CapturesCallSites);
    }

    [Fact]
    public void Without_its_services_it_says_what_is_missing()
    {
        using WebApplication app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddLoaderTimeline", Assert.Throws<InvalidOperationException>(() => app.MapLoaderTimeline()).Message);
    }
}
