using DataLoader.Batches;

namespace DataLoader.Tests;

/// <summary>Calls of a loader's batch method with keys that its queue has not cut: checked like every other call, and answered to nobody.</summary>
public class DetachedBatchTests
{
    [Fact]
    public async Task A_method_is_called_with_the_keys_and_the_token_given_and_its_values_are_read()
    {
        using var source = new CancellationTokenSource();
        DetachedBatch<int, string?>? seen = null;
        BatchOutcome<string?> outcome = await CallAsync(
            [7, 8],
            batch =>
            {
                seen = (DetachedBatch<int, string?>)batch;
                batch.SetValues([.. batch.Keys.Select(static key => $"v{key}")]);
                return Task.CompletedTask;
            },
            token: source.Token);

        Assert.Equal(["v7", "v8"], Values(outcome));
        Assert.Equal([7, 8], seen!.Keys);
        Assert.Equal(source.Token, seen.CancellationToken);
    }

    [Fact]
    public async Task What_a_method_throws_is_thrown_as_it_is()
    {
        var error = new TimeoutException();
        Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(() => CallAsync([7], _ => throw error)));
    }

    [Fact]
    public async Task What_breaks_the_contract_is_seen()
    {
        await Assert.ThrowsAsync<BatchContractException>(() => CallAsync([7], static _ => Task.CompletedTask));
        await Assert.ThrowsAsync<BatchContractException>(() => CallAsync([7], static _ => null!));
        await Assert.ThrowsAsync<BatchContractException>(() => CallAsync([7], static batch => Set(batch, static it => it.SetValues(["a", "b"]))));
        await Assert.ThrowsAsync<BatchContractException>(
            () => CallAsync([7], static batch => batch.SetStreamAsync(Streams.Of<int, string?>(new(7, "a"), new(7, "b")))));
    }

    [Fact]
    public async Task A_stream_is_read_to_its_end()
    {
        BatchOutcome<string?> outcome = await CallAsync(
            [7, 8], static batch => batch.SetStreamAsync(Streams.Of<int, string?>(new(8, "b"), new(7, "a"))));
        Assert.Equal(["a", "b"], Values(outcome));
    }

    [Fact]
    public async Task It_is_told_which_errors_are_of_keys_without_a_value()
    {
        DetachedBatch<int, string?>? seen = null;
        BatchOutcome<string?> outcome = await CallAsync(
            [7, 8, 9],
            batch => Set(
                seen = (DetachedBatch<int, string?>)batch,
                static it => it.SetResults([LoadResult.Failure<string?>(new KeyNotFoundException()), null, "c"])),
            new("Test") { MissingKeys = MissingKeys.Fail });

        Assert.False(seen!.IsMissing(0));
        Assert.True(seen.IsMissing(1));
        Assert.False(seen.IsMissing(2));
        Assert.False(seen.HasSurplus);
        Assert.IsType<KeyNotFoundException>(outcome.ErrorAt(1));
    }

    [Fact]
    public async Task It_is_told_that_an_error_names_a_key_that_nobody_asked_for()
    {
        DetachedBatch<int, string?>? seen = null;
        BatchOutcome<string?> outcome = await CallAsync(
            [7, 8],
            batch => Set(
                seen = (DetachedBatch<int, string?>)batch,
                static it => it.SetDictionary(new Dictionary<int, string?> { [7] = "a", [80] = "b" })));

        Assert.True(seen!.IsMissing(1));
        Assert.True(seen.HasSurplus);
        Assert.Equal("a", outcome.ValueAt(0));
    }

    private static IEnumerable<string?> Values(BatchOutcome<string?> outcome) => outcome.OnlyValues ?? [];

    private static Task Set(Batch<int, string?> batch, Action<Batch<int, string?>> set)
    {
        set(batch);
        return Task.CompletedTask;
    }

    // From inside a batch of key 1 of a loader, as whoever stands between a loader and its batch method would.
    private static async Task<BatchOutcome<string?>> CallAsync(
        int[] keys, Func<Batch<int, string?>, Task> method, BatchLoaderDefinition? definition = null, CancellationToken token = default)
    {
        BatchOutcome<string?> outcome = default;
        var loader = new DelegateLoader<int, string?>(
            async batch =>
            {
                outcome = await batch.Detach(keys, slotByKey: null, token).CallAsync(new Method(method));
                batch.SetValues(["one"]);
            },
            definition);
        await loader.LoadAsync(1);
        return outcome;
    }

    private sealed class Method(Func<Batch<int, string?>, Task> method) : IBatchMethod<int, string?>
    {
        public Task? Call(Batch<int, string?> batch) => method(batch);
    }
}
