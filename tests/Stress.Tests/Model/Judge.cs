namespace DataLoader.Stress.Model;

/// <summary>Compares a task with what it should be.</summary>
internal static class Judge
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Check(string who, Task task, Expected expected)
    {
        if (expected is Expected.Waiting)
        {
            Assert.False(task.IsCompleted, $"{who}: ended as {task.Status}, but should wait");
            return;
        }

        // .NET sends every continuation of a task but the first to the pool: the caller's own task may be a moment behind.
        Assert.True(Task.WhenAny(task).Wait(Patience), $"{who}: still waits, but should be {expected}");
        switch (expected)
        {
            case Expected.Left:
                Assert.True(task.IsCanceled, $"{who}: is {task.Status}, but should be cancelled");
                break;
            case Expected.Error(var error):
                Assert.True(ReferenceEquals(error, task.Exception?.InnerException), $"{who}: ended with {Text(task)}, but should with {error.Message}");
                break;
            case Expected.ErrorOf(var type):
                Assert.True(task.Exception?.InnerException?.GetType() == type, $"{who}: ended with {Text(task)}, but should with {type.Name}");
                break;
            case Expected.Value(var value):
                Assert.True(task.IsCompletedSuccessfully, $"{who}: ended with {Text(task)}, but should with {value}");
                CheckValue(who, task, value);
                break;
        }
    }

    private static void CheckValue(string who, Task task, object expected)
    {
        switch (task)
        {
            case Task<int> one:
                Assert.True(Equals(expected, one.Result), $"{who}: has {one.Result}, but should have {expected}");
                break;
            case Task<IReadOnlyList<int>> many:
                Assert.Equal(((Expected[])expected).Select(it => (int)((Expected.Value)it).Is), many.Result);
                break;
            case Task<IReadOnlyList<LoadResult<int>>> settled:
                var all = (Expected[])expected;
                Assert.Equal(all.Length, settled.Result.Count);
                for (int i = 0; i < all.Length; i++)
                    Check($"{who}, slot {i}", AsTask(settled.Result[i]), all[i]);
                break;
            default:
                Assert.Fail($"{who}: unexpected {task.GetType()}");
                break;
        }
    }

    private static Task AsTask(LoadResult<int> result) => result.Error switch
    {
        null => Task.FromResult(result.Value),
        OperationCanceledException => Task.FromCanceled(new CancellationToken(canceled: true)),
        { } error => Task.FromException(error),
    };

    private static string Text(Task task) => task.Exception?.InnerException?.Message ?? task.Status.ToString();
}
