namespace DataLoader.Tests;

/// <summary>Callers who share a key on its way: each goes on inside the frame that completes it, so that what all of them ask for next is one batch.</summary>
public class SharedKeyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A19_What_callers_of_shared_keys_ask_for_next_is_one_batch(bool withTokens) => Isolated.Run(async () =>
    {
        for (int run = 0; run < 100; run++)
        {
            using var scope = new LoaderScope();
            using var source = new CancellationTokenSource();
            CancellationToken token = withTokens ? source.Token : CancellationToken.None;
            var authors = RecordingBatch.Identity<int>();
            var teams = RecordingBatch.Identity<int>();
            var authorLoader = BatchLoader.Create<int, int>(authors.LoadAsync, scope: scope);
            var teamLoader = BatchLoader.Create<int, int>(teams.LoadAsync, scope: scope);
            async Task<int> PostAsync(int post)
            {
                await authorLoader.LoadAsync(post % 6, token);
                return await teamLoader.LoadAsync(post, token);
            }

            IReadOnlyList<int> posts = await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 30).Select(PostAsync))).WithTimeout();

            Assert.Equal(Enumerable.Range(0, 30), posts);
            authors.AssertCalls([0, 1, 2, 3, 4, 5]);
            Assert.Equal(Enumerable.Range(0, 30), Assert.Single(teams.Calls).Order());
        }
    });

    [Fact]
    public async Task A19_A_further_caller_has_a_task_of_its_own_until_the_key_is_there()
    {
        using var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);

        Task<int> first = loader.LoadAsync(1);
        Task<int> second = loader.LoadAsync(1);
        GatedBatch<int, int>.Call call = await batch.CallAsync(0);
        Task<int> third = loader.LoadAsync(1);
        call.Answer();

        Assert.Equal([1, 1, 1], await Tasks.All(first, second, third).WithTimeout());
        Assert.NotSame(first, second);
        Assert.NotSame(second, third);
        Assert.Same(first, loader.LoadAsync(1));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A19_D5_All_callers_of_a_key_get_the_same_exception()
    {
        using var scope = new LoaderScope();
        var error = new InvalidOperationException("down");
        var loader = BatchLoader.Create<int, int>((_, _) => Task.FromException<IReadOnlyList<int>>(error), scope: scope);
        using var source = new CancellationTokenSource();
        Task<int>[] loads;
        using (scope.OpenFrame())
            loads = [loader.LoadAsync(1), loader.LoadAsync(1), loader.LoadAsync(1, source.Token)];

        foreach (Task<int> load in loads)
            await load.FailsWith(error);
    }

    [Fact]
    public async Task A19_A_cancelled_batch_cancels_all_callers_of_its_keys()
    {
        using var scope = new LoaderScope();
        using var abort = new CancellationTokenSource();
        abort.Cancel();
        var loader = BatchLoader.Create<int, int>((_, _) => Task.FromCanceled<IReadOnlyList<int>>(abort.Token), scope: scope);
        Task<int>[] loads;
        using (scope.OpenFrame())
            loads = [loader.LoadAsync(1), loader.LoadAsync(1)];

        foreach (Task<int> load in loads)
            Assert.Equal(abort.Token, await load.IsCancelled());
    }

    [Fact]
    public Task A19_S11_A_caller_that_blocks_strands_no_other_caller_of_its_key() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        using var answered = new ManualResetEventSlim();
        async Task BlockAsync()
        {
            await loader.LoadAsync(1);
            answered.Wait();
        }

        async Task AnswerAsync(int key)
        {
            await loader.LoadAsync(key);
            answered.Set();
        }

        await scope.RunAsync(() => Task.WhenAll(BlockAsync(), BlockAsync(), AnswerAsync(1))).WithTimeout();
    });

    [Fact]
    public async Task A19_C8_A_caller_with_a_token_waits_for_a_task_that_was_primed()
    {
        using var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        var primed = new TaskCompletionSource<int>();
        loader.Prime(1, primed.Task);

        Task<int> load = loader.LoadAsync(1, source.Token);
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1], source.Token);
        primed.SetResult(7);

        Assert.Equal(7, await load.WithTimeout());
        Assert.Equal([7], await many.WithTimeout());
    }

    [Fact]
    public Task A19_Many_keys_of_which_some_are_on_their_way_go_on_in_the_frame() => Isolated.Run(async () =>
    {
        for (int run = 0; run < 100; run++)
        {
            using var scope = new LoaderScope();
            var next = RecordingBatch.Identity<int>();
            var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
            var nextLoader = BatchLoader.Create<int, int>(next.LoadAsync, scope: scope);
            async Task OneAsync()
            {
                await loader.LoadAsync(1);
                await nextLoader.LoadAsync(1);
            }

            async Task ManyAsync(int key)
            {
                await loader.LoadManyAsync([1, 2]);
                await nextLoader.LoadAsync(key);
            }

            await scope.RunAsync(() => Task.WhenAll(OneAsync(), ManyAsync(2), ManyAsync(3))).WithTimeout();

            Assert.Equal([1, 2, 3], Assert.Single(next.Calls).Order());
        }
    });

    [Fact]
    public Task A19_Nobody_observes_what_all_callers_have_left() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        Task<int> stays = loader.LoadAsync(2);
        GatedBatch<int, int>.Call call = await batch.CallAsync(0);

        source.Cancel();
        call.Fail(new InvalidOperationException("late"));

        await left.IsCancelled();
        await stays.FailsWith<InvalidOperationException>();
    });
}
