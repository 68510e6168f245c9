namespace DataLoader.Tests;

/// <summary>Loads of keys that may be null.</summary>
public class OptionalLoadTests
{
    [Fact]
    public async Task A20_A_null_key_asks_nothing_and_gives_null()
    {
        using var scope = new LoaderScope();
        var names = RecordingBatch.Of<int, string>(static key => $"name {key}");
        var codes = RecordingBatch.Of<string, string>(static key => $"code {key}");
        var counts = RecordingBatch.Of<int, int>(static key => key * 10);
        var lengths = RecordingBatch.Of<string, int>(static key => key.Length);
        var maybe = RecordingBatch.Of<int, int?>(static key => key > 1 ? null : key);
        var maybeOfText = RecordingBatch.Of<string, int?>(static key => key.Length > 1 ? null : 1);
        int? id = 1, two = 2, noId = null;
        string? code = "a", noCode = null;

        Task<string?>[] references = [];
        Task<int?>[] values = [];
        using (scope.OpenFrame())
        {
            var byId = BatchLoader.Create<int, string>(names.LoadAsync, scope: scope);
            IBatchLoader<string, string> byCode = BatchLoader.Create<string, string>(codes.LoadAsync, scope: scope);
            var count = BatchLoader.Create<int, int>(counts.LoadAsync, scope: scope);
            var length = BatchLoader.Create<string, int>(lengths.LoadAsync, scope: scope);
            IBatchLoader<int, int?> perhaps = BatchLoader.Create<int, int?>(maybe.LoadAsync, scope: scope);
            var perhapsOfText = BatchLoader.Create<string, int?>(maybeOfText.LoadAsync, scope: scope);
            references =
            [
                byId.LoadOptionalAsync(id), byId.LoadOptionalAsync(noId), byId.LoadOptionalAsync(two),
                byCode.LoadOptionalAsync(code), byCode.LoadOptionalAsync(noCode),
            ];
            values =
            [
                count.LoadOptionalAsync(id), count.LoadOptionalAsync(noId), length.LoadOptionalAsync(code), length.LoadOptionalAsync(noCode),
                perhaps.LoadOptionalAsync(id), perhaps.LoadOptionalAsync(noId), perhaps.LoadOptionalAsync(two),
                perhapsOfText.LoadOptionalAsync(code), perhapsOfText.LoadOptionalAsync(noCode),
            ];
        }

        Assert.Equal(["name 1", null, "name 2", "code a", null], await Tasks.All(references).WithTimeout());
        Assert.Equal([10, null, 1, null, 1, null, null, 1, null], await Tasks.All(values).WithTimeout());
        names.AssertCalls([1, 2]);
        codes.AssertCalls(["a"]);
        counts.AssertCalls([1]);
        lengths.AssertCalls(["a"]);
        maybe.AssertCalls([1, 2]);
        maybeOfText.AssertCalls(["a"]);
    }

    [Fact]
    public void A20_A_null_key_allocates_nothing()
    {
        var names = BatchLoader.Create<int, string>(RecordingBatch.Of<int, string>(static key => $"{key}").LoadAsync);
        var counts = BatchLoader.Create<string, int>(RecordingBatch.Of<string, int>(static key => key.Length).LoadAsync);

        Assert.Same(names.LoadOptionalAsync(null), names.LoadOptionalAsync(null, new CancellationToken(canceled: true)));
        Assert.Same(counts.LoadOptionalAsync(null), counts.LoadOptionalAsync(null));
    }

    [Fact]
    public async Task A20_What_a_load_fails_with_is_kept_and_so_is_who_has_left()
    {
        using var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        var error = new InvalidOperationException("down");
        var broken = BatchLoader.Create<int, int>((_, _) => Task.FromException<IReadOnlyList<int>>(error), scope: scope);
        var never = new TaskCompletionSource<IReadOnlyList<int>>();
        var slow = BatchLoader.Create<int, int>((_, _) => never.Task, scope: scope);
        int? key = 1;
        Task<int?> failed, left;

        using (scope.OpenFrame())
            (failed, left) = (broken.LoadOptionalAsync(key), slow.LoadOptionalAsync(key, source.Token));
        source.Cancel();

        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => failed.WithTimeout()));
        await left.IsCancelled();
    }

    [Fact]
    public async Task A20_What_callers_of_a_value_ask_for_next_leaves_together()
    {
        (LoaderScope scope, BatchLoader<int, int> first, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        var next = RecordingBatch.Identity<int>();
        var second = BatchLoader.Create<int, int>(next.LoadAsync, scope: scope);

        IReadOnlyList<int?> values = await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 20).Select(i => ChainAsync(i % 5)))).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 20).Select(static i => (int?)(i % 5)), values);
        next.AssertCalls([0, 1, 2, 3, 4]);

        async Task<int?> ChainAsync(int? key) => await second.LoadOptionalAsync(await first.LoadOptionalAsync(key));
    }

    [Fact]
    public void A20_Without_a_loader_it_says_so()
        => Assert.Throws<ArgumentNullException>(static () => { _ = ((IBatchLoader<int, int>)null!).LoadOptionalAsync((int?)null); });
}
