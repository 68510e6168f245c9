namespace DataLoader.Tests;

/// <summary>Batches that are asked twice.</summary>
public class VerifyTests
{
    [Fact]
    public async Task T22_A_difference_is_told_to_the_observer_and_callers_get_the_first_answer()
    {
        var observer = new Differences();
        IReadOnlyList<int>[] calls = [];
        int[] values = await LoadAsync(observer, new() { Name = "Sorted", VerifyOneIn = 1 }, keys =>
        {
            calls = [.. calls, [.. keys]];
            return [.. keys.Order()];
        });

        Assert.Equal([1, 2, 3], values);
        Assert.Equal([[3, 1, 2], [2, 1, 3]], calls);
        BatchDifference difference = Assert.Single(observer.All);
        Assert.Equal(("Sorted", 3, 2, null), (difference.LoaderName, difference.KeyCount, difference.DifferentKeys, difference.ErrorType));
    }

    [Fact]
    public async Task T22_A_method_that_keeps_the_order_differs_in_nothing()
    {
        var observer = new Differences();
        int[] values = await LoadAsync(observer, new() { VerifyOneIn = 1 }, static keys => [.. keys]);
        Assert.Equal([3, 1, 2], values);
        Assert.Empty(observer.All);
    }

    [Fact]
    public async Task T22_A_second_call_that_fails_is_a_difference_and_no_error()
    {
        var observer = new Differences();
        bool isSecond = false;
        int[] values = await LoadAsync(observer, new() { VerifyOneIn = 1 }, keys =>
        {
            if (isSecond)
                throw new TimeoutException();
            isSecond = true;
            return [.. keys];
        });

        Assert.Equal([3, 1, 2], values);
        Assert.Equal(("System.TimeoutException", 3), (observer.All[0].ErrorType, observer.All[0].DifferentKeys));
    }

    [Fact]
    public async Task T22_A_first_call_that_fails_is_asked_once_and_fails_as_ever()
    {
        int calls = 0;
        await Assert.ThrowsAsync<FormatException>(() => LoadAsync(new Differences(), new() { VerifyOneIn = 1 }, _ =>
        {
            calls++;
            throw new FormatException();
        }));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task T22_Without_an_observer_or_a_share_nothing_is_asked_twice()
    {
        int calls = 0;
        IReadOnlyList<int> Count(IReadOnlyList<int> keys)
        {
            calls++;
            return [.. keys];
        }

        await LoadAsync(null, new() { VerifyOneIn = 1 }, Count);
        await LoadAsync(new Differences(), new(), Count);
        Assert.Equal(2, calls);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new BatchLoaderOptions<int, int> { VerifyOneIn = -1 });
    }

    [Fact]
    public async Task T22_Values_without_an_equality_are_compared_by_a_comparer_that_is_given()
    {
        var observer = new Differences();
        await LoadManyAsync(new() { VerifyOneIn = 1 });
        Assert.Empty(observer.All);
        var comparer = EqualityComparer<int[]>.Create(static (x, y) => x?[0] == y?[0]);
        await LoadManyAsync(new() { VerifyOneIn = 1, ValueComparer = comparer });
        Assert.Equal(2, Assert.Single(observer.All).DifferentKeys);

        async Task LoadManyAsync(BatchLoaderOptions<int, int[]> options)
        {
            using var scope = new LoaderScope([observer]);
            await BatchLoader.Create<int, int[]>(
                static (keys, _) => Task.FromResult<IReadOnlyList<int[]>>([.. keys.Order().Select(static key => new[] { key })]),
                options,
                scope).LoadManyAsync([2, 1]).WithTimeout();
        }
    }

    [Fact]
    public async Task T22_The_second_call_goes_past_the_value_cache()
    {
        var observer = new Differences();
        var store = new LeaseCache<int, int>();
        store.Put(1, 1);
        store.Put(2, 222);
        store.Put(3, 3);
        List<IReadOnlyList<int>> calls = [];
        int[] values = await LoadAsync(observer, new() { VerifyOneIn = 1, ValueCache = new(store) }, keys =>
        {
            calls.Add([.. keys]);
            return [.. keys];
        });

        // Callers get what the cache had; that it is not what the method brings is told.
        Assert.Equal([3, 1, 222], values);
        Assert.Equal([[2, 1, 3]], calls);
        Assert.Equal(1, Assert.Single(observer.All).DifferentKeys);
    }

    private static async Task<int[]> LoadAsync(
        LoaderObserver? observer, BatchLoaderOptions<int, int> options, Func<IReadOnlyList<int>, IReadOnlyList<int>> method)
    {
        using LoaderScope scope = observer is null ? new() : new([observer]);
        var loader = BatchLoader.Create<int, int>((keys, _) => Task.FromResult(method(keys)), options, scope);
        return [.. await loader.LoadManyAsync([3, 1, 2]).WithTimeout()];
    }

    private sealed class Differences : LoaderObserver
    {
        public List<BatchDifference> All { get; } = [];

        public override void OnBatchDiffered(BatchDifference difference) => All.Add(difference);
    }
}
