using System.Net.Http.Json;
using System.Text.Json;
using DataLoader;
using DataLoader.Caching.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Loaders;
using Storefront.Reading;

namespace Storefront.Tests;

/// <summary>Ratings in Redis, on a real server.</summary>
[Collection(nameof(Stores))]
public sealed class RatingCacheTests(Stores stores)
{
    private const int Customer = 12;
    private const int Product = 2_398;

    [OnRedis]
    public async Task A_rating_is_asked_of_the_database_once_until_it_changes_with_or_without_redis()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync();
        await using WebApplicationFactory<Program> app = stores["sqlite"].WithWebHostBuilder(builder => builder
            .UseSetting("ConnectionStrings:Redis", $"127.0.0.1:{redis.Port}")
            .ConfigureServices(services => services.AddSingleton(new ValueCacheOptions { WaitForFills = true, LookUpTimeout = TimeSpan.FromSeconds(30) })));
        HttpClient client = app.CreateClient();
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.Add(CurrentCustomer.Header, $"{Customer}");

        Assert.Equal(1, RatingStatements(await GetAsync()));
        Assert.Equal(0, RatingStatements(await GetAsync()));
        await AssertCachedAsync(app.Services, expected: 1);

        // The answer to a change shows it, and so does the next one; only that one asks.
        int before = ReviewsOf((await GetAsync()).GetProperty("data"));
        Assert.Equal(before + 1, ReviewsOf(await PutAsync(stars: 5)));
        Assert.Equal(before + 1, ReviewsOf((await GetAsync()).GetProperty("data")));
        Assert.Equal(0, RatingStatements(await GetAsync()));

        // Without Redis the database is asked, and reviews are written.
        await redis.KillAsync();
        Assert.Equal(1, RatingStatements(await GetAsync()));
        Assert.Equal(before + 1, ReviewsOf(await PutAsync(stars: 1)));

        async Task<JsonElement> GetAsync() => await client.GetFromJsonAsync<JsonElement>($"/api/products/{Product}?trace=on");

        async Task<JsonElement> PutAsync(int stars)
        {
            using HttpResponseMessage response = await client.PutAsJsonAsync($"/api/me/reviews/{Product}", new { stars, text = "text" });
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private static async Task AssertCachedAsync(IServiceProvider root, int expected)
    {
        await using AsyncServiceScope services = root.CreateAsyncScope();
        var scope = services.ServiceProvider.GetRequiredService<LoaderScope>();
        await services.ServiceProvider.GetRequiredService<RatingByProductLoader>().LoadAsync(Product);
        Assert.Equal(expected, scope.Receipts.Single().CachedKeys);
    }

    private static int RatingStatements(JsonElement traced)
        => traced.GetProperty("trace").GetProperty("statements").EnumerateArray().Count(static it => it.GetProperty("text").GetString()!.Contains("AVG(", StringComparison.Ordinal)); // each has a text

    private static int ReviewsOf(JsonElement page) => page.GetProperty("product").GetProperty("rating").GetProperty("reviews").GetInt32();
}
