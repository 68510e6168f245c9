namespace Storefront.Tests;

[Collection(nameof(Stores))]
public sealed class CancellationTests(Stores stores)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_request_that_is_given_up_gives_up_its_batch_and_harms_nobody(string database)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var givenUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var warehouse = new FakeWarehouse(async (_, token) =>
        {
            // Never disposed: what the token wakes must not take away the callback that is waited for.
            token.Register(givenUp.SetResult);
            asked.SetResult();
            await givenUp.Task;
            throw new OperationCanceledException(token);
        });
        await using var app = new StorefrontApp(database, stores.Connection(database), warehouse);
        using var client = new CancellationTokenSource();

        Task<HttpResponseMessage> request = app.SendAsync("/api/products/42", cancellationToken: client.Token);
        await asked.Task.WaitAsync(Longest);
        Assert.False(givenUp.Task.IsCompleted);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await givenUp.Task.WaitAsync(Longest);
        Assert.Equal(1, warehouse.Requests);
        Assert.Equal(1, (await stores[database].GetAsync("/api/orders/1")).GetProperty("id").GetInt32());
    }
}
