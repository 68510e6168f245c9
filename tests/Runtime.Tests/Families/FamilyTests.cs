namespace DataLoader.Tests;

/// <summary>Loads that give an argument along with the key.</summary>
public class FamilyTests
{
    [Fact]
    public async Task K1_Loads_with_equal_arguments_share_batches_and_answers()
    {
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, Page>(scope);

        Task<string>[] loads = [];
        using (scope.OpenFrame())
            loads = [family.LoadAsync(1, new(10)), family.LoadAsync(2, new(10)), family.LoadAsync(1, new(10))];
        await Task.WhenAll(loads).WithTimeout();

        Assert.Equal([1, 2], Assert.Single(family.Calls).Keys);
        Assert.Same(loads[0].Result, loads[2].Result);
        Assert.Same(family.LoadAsync(1, new(10)), family.LoadAsync(1, new(10)));
        Assert.Single(family.Calls);
    }

    [Fact]
    public async Task K1_Loads_with_other_arguments_share_neither_batch_nor_answer()
    {
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, Page>(scope);

        string[] values = await scope.RunAsync(() => Task.WhenAll(family.LoadAsync(1, new(10)), family.LoadAsync(1, new(20)))).WithTimeout();

        Assert.Equal([RecordingFamily<int, Page>.ValueOf(1, new(10)), RecordingFamily<int, Page>.ValueOf(1, new(20))], values);
        Assert.Equal([new(10), new(20)], family.Calls.Select(static call => call.Argument));
    }

    [Fact]
    public async Task K2_The_same_argument_gives_the_same_loader()
    {
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, Page>(scope);

        Assert.Same(family.With(new(10)), family.With(new(10)));
        Assert.NotSame(family.With(new(10)), family.With(new(20)));
        Assert.Equal("1 of Page { Size = 10 }", await family.With(new(10)).LoadAsync(1).WithTimeout());
        Assert.Equal("Pages", family.With(new(10)).Name);
        Assert.Equal("Pages", family.Name);
    }

    [Fact]
    public async Task K2_Null_is_an_argument_like_any_other()
    {
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, string?>(scope);

        string[] values = await scope.RunAsync(
            () => Task.WhenAll(family.LoadAsync(1, null), family.LoadAsync(2, "a"), family.LoadAsync(3, null))).WithTimeout();

        Assert.Equal(["1 of null", "2 of a", "3 of null"], values);
        Assert.Equal([null, "a"], family.Calls.Select(static call => call.Argument));
        Assert.Same(family.With(null), family.With(null));
        await family.Clear(1).LoadAsync(1, null).WithTimeout();
        Assert.Equal([1], family.Calls[^1].Keys);
    }

    [Fact]
    public async Task K2_Many_threads_that_ask_for_one_argument_at_once_get_one_loader()
    {
        var family = new RecordingFamily<int, int?>();
        var loaders = new BatchLoader<int, string>[200];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = thread; i < loaders.Length; i += 8)
                loaders[i] = family.With(i % 2 == 0 ? null : i % 3);
        }))).WithTimeout();

        Assert.Equal(4, loaders.Distinct().Count());
    }

    [Fact]
    public async Task K2_Threads_that_ask_for_many_arguments_at_once_get_one_loader_for_each()
    {
        const int count = 1_000;
        var family = new RecordingFamily<int, int>();
        var loaders = new BatchLoader<int, string>[4][];

        await Task.WhenAll(Enumerable.Range(0, loaders.Length).Select(thread => Task.Run(
            () => loaders[thread] = [.. Enumerable.Range(0, count).Select(family.With)]))).WithTimeout();

        Assert.Equal(count, loaders[0].Distinct().Count());
        Assert.All(loaders, others => Assert.Equal(loaders[0], others));
        foreach (BatchLoader<int, string> loader in loaders[0])
            loader.Prime(1, "primed");
        family.Clear(1);
        Assert.Equal("1 of 999", await family.LoadAsync(1, 999).WithTimeout());
        Assert.Equal("1 of 0", await family.LoadAsync(1, 0).WithTimeout());
    }

    [Fact]
    public async Task K2_The_equality_of_an_argument_is_asked_with_no_lock_held()
    {
        var family = new RecordingFamily<int, Waiting>();
        BatchLoader<int, string> first = family.With(new(1, null));
        bool otherWasAdded = true;

        // Compared with the first one, because their hashes are the same.
        BatchLoader<int, string> second = family.With(new(2, () =>
        {
            var adding = new Thread(() => family.With(new(3, null)));
            adding.Start();
            otherWasAdded &= adding.Join(TimeSpan.FromSeconds(10)); // A hang guard.
        }));

        Assert.True(otherWasAdded);
        Assert.NotSame(first, second);
        Assert.Same(second, family.With(new(2, null)));
        Assert.Equal("1 of 2", await second.LoadAsync(1).WithTimeout());
    }

    [Fact]
    public void K3_The_keys_of_all_arguments_leave_together()
    {
        using var scope = new LoaderScope();
        var release = new TaskCompletionSource();
        var family = new RecordingFamily<int, int>(scope, before: () => release.Task);
        Task<string>[] loads;

        using (scope.OpenFrame())
        {
            loads = [.. Enumerable.Range(0, 12).Select(i => family.LoadAsync(i, i % 3))];
            Assert.Empty(family.Calls);
        }

        Assert.Equal([0, 1, 2], family.Calls.Select(static call => call.Argument).Order());
        Assert.All(family.Calls, static call => Assert.Equal(4, call.Keys.Length));
        Assert.DoesNotContain(loads, static load => load.IsCompleted);
        release.SetResult();
    }

    [Fact]
    public async Task K3_A_nested_question_with_two_pages_of_one_field_is_two_batches()
    {
        using var scope = new LoaderScope();
        var shops = new RecordingFamily<int, string>(scope);
        var orders = new RecordingFamily<string, Page>(scope);

        // { shops { first: orders(size: 2) last: orders(size: 5) } }
        string[][] answers = await scope.RunAsync(() => Task.WhenAll(Enumerable.Range(0, 20).Select(ResolveAsync))).WithTimeout();

        Assert.Single(shops.Calls);
        Assert.Equal([new(2), new(5)], orders.Calls.Select(static call => call.Argument));
        Assert.All(orders.Calls, static call => Assert.Equal(20, call.Keys.Length));
        Assert.Equal(["7 of en of Page { Size = 2 }", "7 of en of Page { Size = 5 }"], answers[7]);

        async Task<string[]> ResolveAsync(int shop)
        {
            string name = await shops.LoadAsync(shop, "en");
            return await Task.WhenAll(orders.LoadAsync(name, new(2)), orders.LoadAsync(name, new(5)));
        }
    }

    [Fact]
    public async Task K5_Clear_forgets_a_key_under_all_arguments_and_With_under_one()
    {
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, string>(scope);
        await LoadAllAsync();

        family.With("a").Clear(1);
        await LoadAllAsync();
        Assert.Equal(["a", "b", "a"], family.Calls.Select(static call => call.Argument));

        Assert.Same(family, family.Clear(1));
        await LoadAllAsync();
        Assert.Equal(["a", "b", "a", "a", "b"], family.Calls.Select(static call => call.Argument));
        Assert.All(family.Calls.Skip(2), static call => Assert.Equal([1], call.Keys));

        Assert.Same(family, family.ClearAll());
        await LoadAllAsync();
        Assert.Equal([1, 2], family.Calls[^1].Keys);
        Assert.Throws<ArgumentNullException>(() => new RecordingFamily<string, int>(scope).Clear(null!)); // What nullable code cannot do.

        Task LoadAllAsync() => scope.RunAsync(() => Task.WhenAll(family.LoadManyAsync([1, 2], "a"), family.LoadManyAsync([1, 2], "b"))).WithTimeout();
    }

    [Fact]
    public async Task K5_Prime_is_for_one_argument()
    {
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, string>(scope);

        family.With("a").Prime(1, "primed");

        Assert.Equal("primed", await family.LoadAsync(1, "a").WithTimeout());
        Assert.Equal("1 of b", await family.LoadAsync(1, "b").WithTimeout());
    }

    [Fact]
    public async Task K8_A_cache_of_the_users_own_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            static () => new RecordingFamily<int, int>(options: new() { CacheMap = new MapCache<int, string>() }));

        Assert.StartsWith("Pages: CacheMap cannot be set for a loader with arguments", refused.Message, StringComparison.Ordinal);
        var family = new RecordingFamily<string, int>(options: new() { KeyComparer = StringComparer.OrdinalIgnoreCase, Name = "Mine" });
        Assert.Same(await family.LoadAsync("a", 1).WithTimeout(), await family.LoadAsync("A", 1).WithTimeout());
        Assert.Equal("Mine", family.Name);
    }

    [Fact]
    public async Task K9_A_null_key_asks_nothing_of_a_family()
    {
        var family = new RecordingFamily<int, string>();
        var byName = new RecordingFamily<string, string>();

        Assert.Null(await family.LoadOptionalAsync((int?)null, "a"));
        Assert.Null(await byName.LoadOptionalAsync(null, "a"));
        Assert.Same(family.LoadOptionalAsync((int?)null, "a"), family.LoadOptionalAsync((int?)null, "b"));
        Assert.Equal("3 of a", await family.LoadOptionalAsync((int?)3, "a").WithTimeout());
        Assert.Equal("x of a", await byName.LoadOptionalAsync("x", "a").WithTimeout());
        Assert.Single(family.Calls);
        Assert.Single(byName.Calls);
    }

    [Fact]
    public Task K9_A_null_key_allocates_nothing_and_makes_no_loader_of_its_argument() => Isolated.Run(static () =>
    {
        var byId = new RecordingFamily<int, int>();
        var byName = new RecordingFamily<string, int>();
        var lengths = new Lengths();
        AskAll(0); // The tasks that all share are made once.

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 1_000; i++)
            AskAll(i);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void AskAll(int argument)
        {
            _ = byId.LoadOptionalAsync((int?)null, argument);
            _ = byName.LoadOptionalAsync(null, argument);
            _ = lengths.LoadOptionalAsync((int?)null, argument);
        }
    });

    [Fact]
    public async Task K9_A_null_key_of_values_gives_null_and_never_zero()
    {
        var family = new Lengths();

        Assert.Null(await family.LoadOptionalAsync((int?)null, 1));
        Assert.Equal(8, await family.LoadOptionalAsync((int?)7, 1).WithTimeout());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => family.LoadOptionalAsync((int?)7, 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task K1_Many_keys_and_leaving_callers_work_per_argument()
    {
        var family = new RecordingFamily<int, string>();

        Assert.Equal(["1 of a", "2 of a"], await family.LoadManyAsync([1, 2], "a").WithTimeout());
        Assert.Equal(["3 of a"], (await family.LoadManySettledAsync([3], "a").WithTimeout()).Select(static result => result.Value));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => family.LoadAsync(4, "a", new CancellationToken(canceled: true)));
        Assert.Equal("4 of a", await family.LoadAsync(4, "a", new CancellationTokenSource().Token).WithTimeout());
    }

    [Fact]
    public async Task K1_A_cache_key_counts_under_each_argument()
    {
        using var scope = new LoaderScope();
        var family = new Folded(scope);

        string[] values = await scope.RunAsync(
            () => Task.WhenAll(family.LoadAsync("a", 1), family.LoadAsync("A", 1), family.LoadAsync("A", 2))).WithTimeout();

        Assert.Equal(["a1", "a1", "A2"], values);
        Assert.Throws<ArgumentException>(static () => new Folded(null, new() { CacheMap = new MapCache<string, string>() }));
    }

    private sealed record Page(int Size);

    /// <summary>An argument whose equality may take its time. All but one are in one bucket.</summary>
    private sealed class Waiting(int id, Action? wait)
    {
        private readonly int _id = id;
        private readonly Action? _wait = wait;

        public override bool Equals(object? obj)
        {
            _wait?.Invoke();
            ((Waiting)obj!)._wait?.Invoke(); // The family compares no other objects.
            return obj is Waiting other && other._id == _id;
        }

        public override int GetHashCode() => _id == 3 ? 1 : 0;

        public override string ToString() => $"{_id}";
    }

    private sealed class Lengths() : BatchLoaderFamily<int, int, int>(new("Lengths"))
    {
        protected override Task LoadBatchAsync(int argument, Batch<int, int> batch)
        {
            batch.SetValues(batch.Keys.Select(key => key + argument).ToArray());
            return Task.CompletedTask;
        }
    }

    private sealed class Folded(LoaderScope? scope, BatchLoaderOptions<string, string>? options = null)
        : BatchLoaderFamily<string, int, string, string>(new("Folded"), scope, options)
    {
        protected override string GetCacheKey(string key) => key.ToUpperInvariant();

        protected override Task LoadBatchAsync(int argument, Batch<string, string> batch)
        {
            batch.SetValues(batch.Keys.Select(key => key + argument).ToArray());
            return Task.CompletedTask;
        }
    }
}
