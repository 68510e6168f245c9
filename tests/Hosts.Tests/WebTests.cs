using System.Net.Http.Json;
using Grpc.Net.Client;
using Microsoft.AspNetCore.SignalR.Client;

namespace DataLoader.Hosts.Tests;

/// <summary>What ASP.NET Core serves: each request, call and invocation has loaders of its own, and sends one batch for each loader and level.</summary>
public sealed class WebTests : IAsyncLifetime
{
    private WebShop? _shop;

    private WebShop Shop => _shop ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _shop = await WebShop.StartAsync();

    public async Task DisposeAsync() => await Shop.DisposeAsync();

    [Theory]
    [InlineData("items", false)]
    [InlineData("items/each", true)]
    public async Task Minimal_api(string path, bool byTens)
    {
        using var http = new HttpClient { BaseAddress = Shop.Address };
        await Questions.EachTakesAsync(byTens ? Questions.IdealByTens : Questions.Ideal, Shop.Backend, async () =>
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync(path, Questions.Ids);
            return await answer.Content.ReadFromJsonAsync<string[]>() ?? [];
        });
    }

    [Fact]
    public async Task Minimal_api_that_the_client_gives_up()
    {
        using var http = new HttpClient { BaseAddress = Shop.Address };
        using var giveUp = new CancellationTokenSource();
        Task<HttpResponseMessage> answer = http.PostAsJsonAsync("items", new[] { Backend.Never }, giveUp.Token);
        await Shop.Backend.Asked;
        giveUp.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Shop.Backend.GivenUp;
    }

    [Fact]
    public async Task Grpc_call()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(Shop.GrpcAddress);
        var client = new Items.ItemsClient(channel);
        await Questions.EachTakesAsync(Questions.Ideal, Shop.Backend, async ()
            => [.. (await client.DescribeAsync(new ItemIds { Ids = { Questions.Ids } })).Texts]);
    }

    [Fact]
    public async Task Grpc_stream()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(Shop.GrpcAddress);
        var client = new Items.ItemsClient(channel);
        await Questions.EachTakesAsync(Questions.IdealByTens, Shop.Backend, async () =>
        {
            using Grpc.Core.AsyncServerStreamingCall<Description> call = client.DescribeEach(new ItemIds { Ids = { Questions.Ids } });
            var texts = new List<string>();
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
                texts.Add(call.ResponseStream.Current.Text);
            return [.. texts];
        });
    }

    [Fact]
    public async Task Grpc_call_that_the_client_gives_up()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(Shop.GrpcAddress);
        using Grpc.Core.AsyncUnaryCall<Descriptions> call = new Items.ItemsClient(channel).DescribeAsync(new ItemIds { Ids = { Backend.Never } });
        await Shop.Backend.Asked;
        call.Dispose();

        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => call.ResponseAsync);
        await Shop.Backend.GivenUp;
    }

    [Fact]
    public async Task SignalR_invocation()
    {
        await using HubConnection connection = await ConnectAsync();
        await Questions.EachTakesAsync(Questions.Ideal, Shop.Backend, () => connection.InvokeAsync<string[]>(nameof(ItemsHub.Describe), Questions.Ids));
    }

    [Fact]
    public async Task SignalR_stream()
    {
        await using HubConnection connection = await ConnectAsync();
        await Questions.EachTakesAsync(Questions.IdealByTens, Shop.Backend, ()
            => connection.StreamAsync<string>(nameof(ItemsHub.DescribeEach), Questions.Ids).AllAsync());
    }

    [Fact]
    public async Task SignalR_invocation_of_a_connection_that_goes_away()
    {
        await using HubConnection connection = await ConnectAsync();
        Task<string[]> answer = connection.InvokeAsync<string[]>(nameof(ItemsHub.Describe), new[] { Backend.Never });
        await Shop.Backend.Asked;
        await connection.StopAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Shop.Backend.GivenUp;
    }

    private async Task<HubConnection> ConnectAsync()
    {
        HubConnection connection = new HubConnectionBuilder().WithUrl(new Uri(Shop.Address, "hub")).Build();
        await connection.StartAsync();
        return connection;
    }
}
