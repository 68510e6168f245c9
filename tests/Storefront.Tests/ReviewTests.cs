using System.Net.Http.Json;
using System.Text.Json;
using Storefront.Reading;

namespace Storefront.Tests;

[Collection(nameof(Stores))]
public sealed class ReviewTests(Stores stores)
{
    private const int Customer = 11;
    private const int Product = 2_399;

    [Theory, OnSqlite, OnPostgres]
    public async Task The_answer_to_a_change_shows_the_change(string database)
    {
        int before = (await stores[database].GetAsync($"/api/products/{Product}")).GetProperty("reviews").GetArrayLength();

        JsonElement added = await PutAsync(database, Product, 5, "Wonderful <b>thing</b>.");
        JsonElement changed = await PutAsync(database, Product, 1, "It broke.");

        Assert.Equal((before + 1, "Wonderful <b>thing</b>."), Mine(added));
        Assert.Equal((before + 1, "It broke."), Mine(changed));
        Assert.Equal(before + 1, changed.GetProperty("product").GetProperty("rating").GetProperty("reviews").GetInt32());
        Assert.True(
            changed.GetProperty("product").GetProperty("rating").GetProperty("average").GetDouble()
            < added.GetProperty("product").GetProperty("rating").GetProperty("average").GetDouble());
    }

    [Theory]
    [InlineData(400, Customer, Product, 0, "text")]
    [InlineData(400, Customer, Product, 6, "text")]
    [InlineData(400, Customer, Product, 3, "")]
    [InlineData(400, Customer, Product, 3, null)]
    [InlineData(404, Customer, 999_999, 3, "text")]
    [InlineData(401, null, Product, 3, "text")]
    [InlineData(401, 999_999, Product, 3, "text")]
    public async Task A_review_that_makes_no_sense_is_refused(int status, int? customer, int product, int stars, string? text)
    {
        using HttpResponseMessage response = await SendAsync("sqlite", customer, product, stars, text);
        await BadInputTests.AssertProblemAsync(response, status);
    }

    private static (int Count, string? Text) Mine(JsonElement page)
    {
        JsonElement[] reviews = [.. page.GetProperty("reviews").EnumerateArray()];
        return (reviews.Length, reviews.Single(review => review.GetProperty("author").GetProperty("id").GetInt32() == Customer).GetProperty("text").GetString());
    }

    private async Task<JsonElement> PutAsync(string database, int product, int stars, string text)
    {
        using HttpResponseMessage response = await SendAsync(database, Customer, product, stars, text);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private Task<HttpResponseMessage> SendAsync(string database, int? customer, int product, int stars, string? text)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/me/reviews/{product}") { Content = JsonContent.Create(new { stars, text }) };
        if (customer is not null)
            request.Headers.Add(CurrentCustomer.Header, customer.ToString());
        return stores[database].CreateClient().SendAsync(request);
    }
}
