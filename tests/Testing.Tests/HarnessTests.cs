using DataLoader.Testing.Tests.Shop;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Testing.Tests;

public sealed class HarnessTests
{
    [Fact]
    public async Task Batches_go_on_by_themselves_and_are_told()
        => await LoaderTest.RunAsync(async test =>
        {
            var db = new ShopDb();
            var users = new UserByIdLoader(db, test.Scope);
            var posts = new PostsByAuthorLoader(db, test.Scope);

            IReadOnlyList<Post>[] found = await Task.WhenAll(new[] { 1, 2, 1 }.Select(async id => await posts.LoadAsync((await users.LoadAsync(id)).Id)));

            Assert.Equal([10, 20, 10], found.Select(static it => it[0].Id));
            test.Batches.ShouldHaveKeys([1, 2], [1, 2]);
            test.Batches.Of<UserByIdLoader>().ShouldHaveKeys([1, 2]);
            test.Batches.Of<PostsByAuthorLoader>().ShouldBe(1);
            Assert.Equal(2, db.Calls);
        });

    [Fact]
    public async Task A_batch_that_is_taken_waits_for_the_test_and_is_answered_in_its_order()
        => await LoaderTest.RunAsync(async test =>
        {
            var db = new ShopDb();
            var users = new UserByIdLoader(db, test.Scope);
            var posts = new PostsByAuthorLoader(db, test.Scope);
            List<string> order = [];
            Task user = Note(users.LoadAsync(1), "user");
            Task post = Note(posts.LoadAsync(2), "post");

            TestBatch first = await test.NextAsync<UserByIdLoader>();
            TestBatch second = await test.NextAsync<PostsByAuthorLoader>();
            await second.StartAsync();
            Assert.Equal(["posts 2"], db.Log);
            Assert.False(post.IsCompleted);
            await first.StartAsync();
            await second.CompleteAsync();
            Assert.Equal(["post"], order);
            await first.CompleteAsync();

            Assert.Equal(["post", "user"], order);
            await Task.WhenAll(user, post);

            async Task Note(Task load, string name)
            {
                await load;
                order.Add(name);
            }
        });

    [Fact]
    public async Task Values_errors_and_cancellations_come_from_the_test()
        => await LoaderTest.RunAsync(async test =>
        {
            var db = new ShopDb();
            var users = new UserByIdLoader(db, test.Scope);
            Task<User> ann = users.LoadAsync(1), bad = users.LoadAsync(2), none = users.LoadAsync(3);
            await (await test.NextAsync()).AnswerAsync(new User(1, "Ann"), new TimeoutException("slow"), null);
            Assert.Equal("Ann", (await ann).Name);
            Assert.Equal("slow", (await Assert.ThrowsAsync<TimeoutException>(() => bad)).Message);
            await Assert.ThrowsAsync<KeyNotFoundException>(() => none);

            Task<User> broken = users.LoadAsync(4);
            await (await test.NextAsync()).FailAsync(new InvalidOperationException("gone"));
            Assert.Equal("gone", (await Assert.ThrowsAsync<InvalidOperationException>(() => broken)).Message);

            Task<User> cancelled = users.LoadAsync(5);
            await (await test.NextAsync()).CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            Task<User> mapped = users.LoadAsync(6);
            await (await test.NextAsync()).AnswerAsync(new Dictionary<int, User> { [6] = new(6, "Zoe") });
            Assert.Equal("Zoe", (await mapped).Name);
            Assert.Equal(0, db.Calls);
        });

    [Fact]
    public async Task An_answer_of_another_type_fails_the_test_that_gives_it()
        => await LoaderTest.RunAsync(async test =>
        {
            Task<User> user = new UserByIdLoader(new ShopDb(), test.Scope).LoadAsync(1);
            TestBatch batch = await test.NextAsync();
            InvalidCastException error = await Assert.ThrowsAsync<InvalidCastException>(() => batch.AnswerAsync("Ann"));
            Assert.Contains("UserByIdLoader loads", error.Message, StringComparison.Ordinal);
            Assert.False(user.IsCompleted);
        });

    [Fact]
    public async Task A_caller_that_leaves_fires_the_token_of_a_batch_that_waits()
        => await LoaderTest.RunAsync(async test =>
        {
            var users = new UserByIdLoader(new ShopDb(), test.Scope);
            using var leaves = new CancellationTokenSource();
            Task<User> load = users.LoadAsync(1, leaves.Token);
            TestBatch batch = await test.NextAsync();
            Assert.False(batch.CancellationToken.IsCancellationRequested);

            await leaves.CancelAsync();

            Assert.True(batch.CancellationToken.IsCancellationRequested);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        });

    [Fact]
    public async Task Time_stands_still_until_the_test_advances_it_or_nothing_else_is_left()
        => await LoaderTest.RunAsync(async test =>
        {
            Task day = Task.Delay(TimeSpan.FromDays(1), test.Time);
            Task hour = Task.Delay(TimeSpan.FromHours(1), test.Time);
            await test.Time.AdvanceAsync(TimeSpan.FromHours(2));
            Assert.True(hour.IsCompleted);
            Assert.False(day.IsCompleted);
            await day;
            Assert.Equal(TimeSpan.FromDays(1).Ticks, test.Time.GetTimestamp());
        });

    [Fact]
    public async Task A_batch_can_be_late()
        => await LoaderTest.RunAsync(async test =>
        {
            var users = new UserByIdLoader(new ShopDb(), test.Scope);
            Task<string> name = NameAsync();
            TestBatch batch = await test.NextAsync();
            await test.Time.AdvanceAsync(TimeSpan.FromSeconds(5));
            Assert.Equal("unknown", await name);
            await batch.CompleteAsync();

            async Task<string> NameAsync()
            {
                try
                {
                    return (await users.LoadAsync(1).WaitAsync(TimeSpan.FromSeconds(3), test.Time)).Name;
                }
                catch (TimeoutException)
                {
                    return "unknown";
                }
            }
        });

    [Fact]
    public async Task A_batch_method_may_load_and_wait()
        => await LoaderTest.RunAsync(async test =>
        {
            var db = new ShopDb();
            var users = new UserByIdLoader(db, test.Scope);
            BatchLoader<int, string> names = BatchLoader.Create<int, string>(
                async (ids, _) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), test.Time);
                    return [.. (await users.LoadManyAsync(ids)).Select(static user => user.Name)];
                },
                scope: test.Scope);

            Assert.Equal("user 3", await names.LoadAsync(3));
            test.Batches.ShouldHaveKeys([3], [3]);
        });

    [Fact]
    public async Task Loaders_with_an_argument_are_known_by_their_family()
        => await LoaderTest.RunAsync(async test =>
        {
            var greetings = new GreetingLoader(test.Scope);
            await Task.WhenAll(greetings.LoadAsync(1, "en"), greetings.LoadAsync(2, "de"), greetings.LoadAsync(3, "en"));
            test.Batches.Of<GreetingLoader>().ShouldHaveKeys([1, 3], [2]);
            Assert.Equal(["en", "de"], test.Batches.Select(static batch => batch.Argument));
        });

    [Fact]
    public async Task Scopes_of_a_container_are_the_tests_too()
        => await LoaderTest.RunAsync(async test =>
        {
            await using ServiceProvider services = new ServiceCollection()
                .AddSingleton<ShopDb>().AddSingleton(test.Observer).AddBatchLoaders().BuildServiceProvider();
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            Task<User> user = scope.ServiceProvider.GetRequiredService<UserByIdLoader>().LoadAsync(1);
            await (await test.NextAsync<UserByIdLoader>()).AnswerAsync(new User(1, "Ann"));
            Assert.Equal("Ann", (await user).Name);
            Assert.Contains("UserByIdLoader", test.Describe(), StringComparison.Ordinal);
        });

    [Fact]
    public async Task N_plus_one_fails_and_the_message_shows_the_batches()
    {
        var db = new ShopDb();
        LoaderTestException error = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.AtMostAsync(1, async scope =>
        {
            var users = new UserByIdLoader(db, scope);
            foreach (int id in new[] { 1, 2, 3 })
            {
#pragma warning disable BL1001 // This is the test.
                await users.LoadAsync(id);
#pragma warning restore BL1001
            }
        }));
        Assert.StartsWith("Expected at most 1 batch, but there are 3: [[1], [2], [3]].", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 batches in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task As_many_batches_as_there_may_be_are_no_failure_and_one_more_is() => LoaderTest.RunAsync(async test =>
    {
        var users = new UserByIdLoader(new ShopDb(), test.Scope);
        await users.LoadAsync(1);
        await users.LoadAsync(2);
        test.Batches.ShouldBeAtMost(2);
        Assert.Throws<LoaderTestException>(() => test.Batches.ShouldBeAtMost(1));
    });

    [Fact]
    public Task Other_keys_and_keys_in_other_batches_are_a_failure() => LoaderTest.RunAsync(async test =>
    {
        var users = new UserByIdLoader(new ShopDb(), test.Scope);
        await Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2));
        await users.LoadAsync(3);
        test.Batches.ShouldHaveKeys([1, 2], [3]);
        foreach (object[][] others in (object[][][])[[[1, 2], [4]], [[2, 1], [3]], [[1], [2, 3]], [[1, 2]], [[1, 2], [3], [4]]])
            Assert.Throws<LoaderTestException>(() => test.Batches.ShouldHaveKeys(others));
    });

    [Fact]
    public async Task What_the_body_fails_with_is_what_the_test_fails_with()
        => Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(() => LoaderTest.RunAsync(async test =>
        {
            await new UserByIdLoader(new ShopDb(), test.Scope).LoadAsync(1);
            throw new FormatException("mine");
        }))).Message);

    [Fact]
    public async Task What_fails_and_is_awaited_by_nobody_fails_the_test()
    {
        LoaderTestException error = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.RunAsync(test =>
        {
            FailLater(new UserByIdLoader(new ShopDb(), test.Scope));
            return new TaskCompletionSource().Task;
        }));
        Assert.StartsWith("Code that nobody awaits has failed: mine", error.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(error.InnerException);

        static async void FailLater(UserByIdLoader users)
        {
            await users.LoadAsync(1);
            throw new FormatException("mine");
        }
    }

    [Fact]
    public async Task A_test_that_comes_no_further_says_why()
    {
        var options = new LoaderTestOptions { Patience = TimeSpan.FromMilliseconds(50) };
        LoaderTestException taken = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.RunAsync(
            async test =>
            {
                Task<User> user = new UserByIdLoader(new ShopDb(), test.Scope).LoadAsync(1);
                await test.NextAsync();
                await user;
            },
            options));
        Assert.Contains("The test has taken UserByIdLoader #1 [1] and does not complete it.", taken.Message, StringComparison.Ordinal);
        Assert.Contains("not started: UserByIdLoader #1 [1], taken by the test", taken.Message, StringComparison.Ordinal);

        LoaderTestException never = await Assert.ThrowsAsync<LoaderTestException>(
            () => LoaderTest.RunAsync(static _ => new TaskCompletionSource().Task, options));
        Assert.Contains("something that is no batch", never.Message, StringComparison.Ordinal);

        LoaderTestException none = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.RunAsync(static test => test.NextAsync(), options));
        Assert.Contains("waits for a batch that does not come", none.Message, StringComparison.Ordinal);
    }
}
