using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Storefront.Reading;

namespace Storefront.Tests;

/// <summary>
/// The application in this process, on a database of the test's choice. Its warehouse is reached in process too, unless a test takes its place
/// or the application listens on a port, as a browser needs it.
/// </summary>
public sealed class StorefrontApp(string database, string connection, HttpMessageHandler? warehouse = null, bool listens = false, Action<IServiceCollection>? configure = null)
    : WebApplicationFactory<Program>
{
    private readonly ErrorLog _errors = new();

    /// <summary>Asks a question; the headers are the customer's id, if there is one.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, int? customer = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (customer is not null)
            request.Headers.Add(CurrentCustomer.Header, customer.ToString());
        return await CreateClient().SendAsync(request, cancellationToken);
    }

    /// <summary>Asks a question that has an answer.</summary>
    public async Task<JsonElement> GetAsync(string path, int? customer = null)
    {
        using HttpResponseMessage response = await SendAsync(path, customer);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}\n{_errors}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    // The first question fills the database, which on a busy machine takes longer than the 100 seconds of a client.
    protected override void ConfigureClient(HttpClient client)
    {
        base.ConfigureClient(client);
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(listens ? "Development" : "Production");
        builder.UseSetting("AllowTrace", "true");
        builder.UseSetting("Database", database);
        builder.UseSetting($"ConnectionStrings:{database}", connection);
        builder.ConfigureTestServices(services => configure?.Invoke(services));
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(_errors));
        if (listens)
            return;

        builder.UseSetting("Warehouse:BaseAddress", "http://warehouse.test/");

        // No timeout: on a busy machine it would take the stock away, and it must not be what ends a request that is given up.
        builder.ConfigureTestServices(services =>
            services.AddHttpClient<Warehouse>(http => http.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(() => warehouse ?? Server.CreateHandler()));
    }
}
