using DataLoader.Testing.Tests.Shop;

namespace DataLoader.Testing.Tests;

public sealed class ExploreTests
{
    [Fact]
    public async Task All_orders_of_two_batches_are_run_each_once()
    {
        HashSet<string> orders = [];
        Exploration exploration = await LoaderTest.ExploreAsync(async test =>
        {
            var db = new ShopDb();
            List<string> order = db.Log;
            await Task.WhenAll(
                Note(new UserByIdLoader(db, test.Scope).LoadAsync(1), "user"), Note(new PostsByAuthorLoader(db, test.Scope).LoadAsync(2), "post"));
            lock (orders)
                Assert.True(orders.Add(string.Join(", ", order)));

            async Task Note(Task load, string name)
            {
                await load;
                order.Add(name);
            }
        });

        Assert.True(exploration.IsComplete);
        Assert.Equal(6, exploration.Orders);
        Assert.Equal(6, orders.Count);
        Assert.Contains("posts 2, users 1, user, post", orders);
        Assert.Contains("posts 2, post, users 1, user", orders);
    }

    [Fact]
    public async Task The_smallest_order_that_breaks_is_named_and_can_be_run_again()
    {
        LoaderTestException error = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.ExploreAsync(UserLast));

        Assert.StartsWith("Order 0.0.1 breaks the test (run ", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "   1. start UserByIdLoader #1 [1]\n   2. start PostsByAuthorLoader #2 [2]\n   3. answer PostsByAuthorLoader #2 [2]\n",
            error.Message,
            StringComparison.Ordinal);
        Assert.IsType<FormatException>(error.InnerException);

        await LoaderTest.RunAsync(UserLast);
        await Assert.ThrowsAsync<FormatException>(() => LoaderTest.RunAsync(UserLast, new() { Order = "0.0.1" }));
        await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.ExploreAsync(UserLast, new() { Order = "0.0.1" }));
    }

    [Fact]
    public async Task Beyond_the_bound_orders_are_drawn_by_chance_and_made_smaller()
    {
        // Only when all five are answered backwards.
        Func<LoaderTest, Task> body = async test =>
        {
            List<int> order = [];
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
            {
                await BatchLoader.Create<int, int>((keys, _) => Task.FromResult<IReadOnlyList<int>>([.. keys]), scope: test.Scope).LoadAsync(i);
                order.Add(i);
            }));
            if (order[0] == 3 && order[1] == 2 && order[2] == 1)
                throw new FormatException("backwards");
        };
        var options = new LoaderTestOptions { MaxOrders = 400, Seed = 7 };

        LoaderTestException one = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.ExploreAsync(body, options));
        LoaderTestException two = await Assert.ThrowsAsync<LoaderTestException>(() => LoaderTest.ExploreAsync(body, options));

        Assert.Equal(FirstLine(one), FirstLine(two));
        Assert.StartsWith("Order ", one.Message, StringComparison.Ordinal);

        static string FirstLine(Exception error) => error.Message.Split('\n')[0];
    }

    private static async Task UserLast(LoaderTest test)
    {
        var db = new ShopDb();
        Task<User> user = new UserByIdLoader(db, test.Scope).LoadAsync(1);
        await new PostsByAuthorLoader(db, test.Scope).LoadAsync(2);
        if (!user.IsCompleted)
            throw new FormatException("the user is not there");
    }
}
