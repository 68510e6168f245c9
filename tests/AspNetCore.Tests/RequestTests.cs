using DataLoader.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataLoader.AspNetCore.Tests;

/// <summary>What <c>UseBatchLoaders</c> does for a request.</summary>
public class RequestTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_a_request_asks_for_first_leaves_together()
    {
        await using ShopApp app = await ShopApp.StartAsync();

        Assert.Equal("""["item 1","item 2","item 3"]""", await app.Client().GetStringAsync(new Uri("/items/1/3", UriKind.Relative)));
        Assert.Equal([[1, 2, 3]], app.Shop.Calls);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_loads()
    {
        await using ShopApp app = await ShopApp.StartAsync();
        using var source = new CancellationTokenSource();

        Task<HttpResponseMessage> request = app.Client().GetAsync(new Uri("/items/1000/1", UriKind.Relative), source.Token);
        await app.Shop.Asked.Task.WaitAsync(Hang);
        var fired = new TaskCompletionSource();
        app.Shop.LastToken.Register(fired.SetResult);
        await source.CancelAsync();

        await fired.Task.WaitAsync(Hang);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Hang));
    }

    [Fact]
    public async Task The_server_tells_the_browser_how_long_loaders_took()
    {
        await using ShopApp app = await ShopApp.StartAsync();
        await using ShopApp production = await ShopApp.StartAsync("Production", protect: static it => it.RequireAuthorization());

        using HttpResponseMessage answer = await app.Client().GetAsync(new Uri("/items/1/3", UriKind.Relative));
        using HttpResponseMessage single = await app.Client().GetAsync(new Uri("/items/1/1", UriKind.Relative));
        using HttpResponseMessage loop = await app.Client().GetAsync(new Uri("/loop/5", UriKind.Relative));
        using HttpResponseMessage quiet = await production.Client().GetAsync(new Uri("/items/1/3", UriKind.Relative));

        Assert.Matches("""^loaders;dur=\d+\.\d;desc="1 batch, 3 loads"$""", Assert.Single(answer.Headers.GetValues("Server-Timing")));
        Assert.Matches("""^loaders;dur=\d+\.\d;desc="1 batch, 1 load"$""", Assert.Single(single.Headers.GetValues("Server-Timing")));
        Assert.Matches("""^loaders;dur=\d+\.\d;desc="5 batches, 5 loads"$""", Assert.Single(loop.Headers.GetValues("Server-Timing")));
        Assert.False(quiet.Headers.Contains("Server-Timing"));
    }

    [Fact]
    public async Task The_log_has_a_line_for_a_request_and_warns_of_a_loop()
    {
        await using ShopApp app = await ShopApp.StartAsync();
        await app.Client().GetStringAsync(new Uri("/items/1/3", UriKind.Relative));
        await app.Client().GetStringAsync(new Uri("/loop/5", UriKind.Relative));
        await app.ScopesEndedAsync(2);
        string list = await app.Client().GetStringAsync(new Uri("/loaders/data", UriKind.Relative));

        Assert.Contains("\"missed\":4", list);
        Assert.Contains("\"missed\":0", list);
        Assert.Contains(app.Log.Of(LogLevel.Debug), static line => line.StartsWith("GET /items/{from:int}/{count:int}: batches: 1, loads: 3, of them known or shared: 0", StringComparison.Ordinal));
        Assert.StartsWith("ItemByIdLoader: 5 batches of one key in GET /loop/{count:int}.", Assert.Single(app.Log.Of(LogLevel.Warning)));
    }

    [Fact]
    public void Without_loaders_the_application_says_what_is_missing()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains("AddBatchLoaders", Assert.Throws<InvalidOperationException>(() => new ApplicationBuilder(services).UseBatchLoaders()).Message);
    }
}
