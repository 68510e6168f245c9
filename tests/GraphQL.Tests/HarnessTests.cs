using System.Text.Json;
using DataLoader.Testing;
using Microsoft.Extensions.DependencyInjection;
using ShopGraphQL.Loaders;
using ShopGraphQL.Tests.Support;

namespace ShopGraphQL.Tests;

/// <summary>The server with its batches in the hands of the test.</summary>
[Collection(nameof(Shops))]
public class HarnessTests(Shops shops)
{
    [Fact]
    public Task A_batch_that_fails_is_an_error_of_each_of_its_fields_and_of_no_other() => LoaderTest.RunAsync(async test =>
    {
        await using ShopApp shop = shops.New(services => services.AddSingleton(test.Observer));
        Task<Answer> asked = shop.AskAsync("{ a: product(id: 3) { id supplier { id } reviews { stars } } b: product(id: 4) { id supplier { id } reviews { stars } } }");

        TestBatch suppliers = await test.NextAsync<SupplierByIdLoader>();
        Assert.Equal(2, suppliers.Keys.Count);
        await suppliers.FailAsync(new TimeoutException("the suppliers are away"));

        Answer answer = await asked;
        Assert.Equal(["[\"a\",\"supplier\"]", "[\"b\",\"supplier\"]"], answer.Errors.Select(error => error.GetProperty("path").GetRawText()).Order(StringComparer.Ordinal));
        Assert.All(answer.Data.EnumerateObject(), product => Assert.Equal(JsonValueKind.Array, product.Value.GetProperty("reviews").ValueKind));
        test.Batches.Of<ProductByIdLoader>().ShouldHaveKeys([3, 4]);
        test.Batches.ShouldBe(3);
    });
}
