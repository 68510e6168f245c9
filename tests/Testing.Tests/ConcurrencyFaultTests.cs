using DataLoader.Testing.Tests.Shop;

namespace DataLoader.Testing.Tests;

/// <summary>Faults that resolvers have, each of which is right in the usual order and found by exploring.</summary>
public sealed class ConcurrencyFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<string, Func<Page, Task>> Faults = new()
    {
        ["the list is in the order of the answers"] = async page =>
        {
            List<string> names = [];
            await Task.WhenAll(AddUser(1), AddPost(2));
            page.Expect(names is ["user 1", "20"]);

            async Task AddUser(int id) => names.Add((await page.Users.LoadAsync(id)).Name);
            async Task AddPost(int id) => names.Add((await page.Posts.LoadAsync(id))[0].Id.ToString());
        },
        ["the last answer wins"] = async page =>
        {
            string title = "";
            await Task.WhenAll(SetUser(), SetPost());
            page.Expect(title == "20");

            async Task SetUser() => title = (await page.Users.LoadAsync(1)).Name;
            async Task SetPost() => title = (await page.Posts.LoadAsync(2))[0].Id.ToString();
        },
        ["a sum is read before an await and written after it"] = async page =>
        {
            int sum = 0;
            await Task.WhenAll(AddUser(), AddPosts());
            page.Expect(sum == 3);

            async Task AddUser()
            {
                await page.Users.LoadAsync(1);
                sum += 1;
            }

            async Task AddPosts()
            {
                await page.Greetings.LoadAsync(1);
                int before = sum;
                sum = before + (await page.Posts.LoadAsync(2)).Count;
            }
        },
        ["checks, awaits, then acts"] = async page =>
        {
            int stock = 1;
            await Task.WhenAll(BuyAtOnce(), BuyWithPrice());
            page.Expect(stock >= 0);

            async Task BuyAtOnce()
            {
                await page.Users.LoadAsync(1);
                if (stock > 0)
                    stock--;
            }

            async Task BuyWithPrice()
            {
                await page.Greetings.LoadAsync(1);
                if (stock == 0)
                    return;
                await page.Posts.LoadAsync(1);
                stock--;
            }
        },
        ["an object is filled by one caller and read by another"] = async page =>
        {
            string? name = null;
            await Task.WhenAll(Fill(), Read());

            async Task Fill() => name = (await page.Users.LoadAsync(1)).Name;

            async Task Read()
            {
                await page.Posts.LoadAsync(1);
                page.Expect(name is not null);
            }
        },
        ["a lazy value is made twice"] = async page =>
        {
            int made = 0;
            object? value = null;
            await Task.WhenAll(Make(), MakeIfMissing());
            page.Expect(made == 1);

            async Task Make()
            {
                await page.Users.LoadAsync(1);
                made++;
                value = new object();
            }

            async Task MakeIfMissing()
            {
                await page.Greetings.LoadAsync(1);
                if (value is not null)
                    return;
                await page.Posts.LoadAsync(1);
                made++;
                value = new object();
            }
        },
        ["a current user is kept in a field"] = async page =>
        {
            int current = 0;
            await Task.WhenAll(AsAnn(), AsBob());

            async Task AsAnn()
            {
                Task<string> greeting = page.Greetings.LoadAsync(1);
                await page.Users.LoadAsync(1);
                current = 1;
                await greeting;
                page.Expect(current == 1);
            }

            async Task AsBob()
            {
                await page.Posts.LoadAsync(2);
                current = 2;
            }
        },
        ["the first of two answers is taken for the cheaper one"] = async page =>
        {
            Task user = page.Users.LoadAsync(1), post = page.Posts.LoadAsync(1);
            page.Expect(await Task.WhenAny(user, post) == user);
            await post;
        },
        ["a task is read that is done in the usual order"] = async page =>
        {
            Task<User> user = page.Users.LoadAsync(1);
            await page.Posts.LoadAsync(1);
            page.Expect(user.IsCompletedSuccessfully);
            await user;
        },
        ["a list is changed while another caller walks it"] = async page =>
        {
            List<int> ids = [1];
            await Task.WhenAll(Walk(), Add());

            async Task Walk()
            {
                await page.Users.LoadAsync(1);
                foreach (int _ in ids)
                    await page.Pause();
            }

            async Task Add()
            {
                await page.Posts.LoadAsync(1);
                await page.Pause();
                await page.Pause();
                ids.Add(3);
            }
        },
        ["a key is cleared after a write, but the old answer comes later"] = async page =>
        {
            string stored = "old";
            Dictionary<int, string> cache = [];
            await Task.WhenAll(Read(), Write());
            page.Expect(!cache.TryGetValue(1, out string? cached) || cached == stored);

            async Task Read()
            {
                string read = stored;
                await page.Users.LoadAsync(1);
                cache[1] = read;
            }

            async Task Write()
            {
                await page.Posts.LoadAsync(1);
                stored = "new";
                cache.Remove(1);
            }
        },
        ["two locks are taken in two orders"] = async page =>
        {
            using SemaphoreSlim one = new(1), two = new(1);
            await Task.WhenAll(OneThenTwo(), TwoThenOne());

            async Task OneThenTwo()
            {
                Task<string> between = page.Greetings.LoadAsync(1);
                await page.Users.LoadAsync(1);
                await one.WaitAsync();
                await between;
                await two.WaitAsync();
                two.Release();
                one.Release();
            }

            async Task TwoThenOne()
            {
                await page.Posts.LoadAsync(1);
                await two.WaitAsync();
                await page.Pause();
                await one.WaitAsync();
                one.Release();
                two.Release();
            }
        },
        ["a wake-up is lost when it comes before the wait"] = async page =>
        {
            TaskCompletionSource? waiting = null;
            await Task.WhenAll(Wait(), Wake());

            async Task Wait()
            {
                await page.Users.LoadAsync(1);
                waiting = new TaskCompletionSource();
                await waiting.Task;
            }

            async Task Wake()
            {
                await page.Posts.LoadAsync(1);
                waiting?.SetResult();
            }
        },
        ["a time-out throws an answer away that another caller needs"] = async page =>
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1), page.Time);
            Task<User> user = page.Users.LoadAsync(1, timeout.Token);
            await page.Posts.LoadAsync(1);
            await user;
        },
        ["a transaction is committed while a load of it is on its way"] = async page =>
        {
            bool isOpen = true;
            await Task.WhenAll(Work(), Commit());

            async Task Work()
            {
                await page.Users.LoadAsync(1);
                page.Expect(isOpen);
            }

            async Task Commit()
            {
                await page.Posts.LoadAsync(1);
                isOpen = false;
            }
        },
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_is_right_in_the_usual_order_and_found_by_exploring(string name)
    {
        var options = new LoaderTestOptions { Patience = Patience };
        Task Body(LoaderTest test) => Faults[name](new Page(test));

        await LoaderTest.RunAsync(Body, options);
        LoaderTestException found = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.ExploreAsync(Body, options));

        Assert.Matches(@"^Order [0-9.]+ breaks the test \(run [0-9]+\): ", found.Message);
        Assert.Contains("   1. ", found.Message, StringComparison.Ordinal);
    }

    private sealed class Page(LoaderTest test)
    {
        private int _pauses;

        public UserByIdLoader Users { get; } = new(new ShopDb(), test.Scope);

        public PostsByAuthorLoader Posts { get; } = new(new ShopDb(), test.Scope);

        public BatchLoader<int, string> Greetings { get; } = new GreetingLoader(test.Scope).With("en");

        public TimeProvider Time => test.Time;

        public Task Pause() => Greetings.LoadAsync(100 + _pauses++);

        public void Expect(bool holds)
        {
            if (!holds)
                throw new FormatException("The page is wrong.");
        }
    }
}
