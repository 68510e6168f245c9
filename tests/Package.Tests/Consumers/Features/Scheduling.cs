using DataLoader;
using static Features.Check;

namespace Features;

/// <summary>When batches leave, and who may stop waiting for them.</summary>
internal static class Scheduling
{
    public static async Task RunAsync()
    {
        Backend backend = new();
        using LoaderScope scope = new();
        UserByIdLoader users = new(backend, scope);
        User[] two = await scope.RunAsync(() => Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2)));
        Equal(2, two.Length);
        Equal("user 3", (await LoadInFrame(users, scope)).Name);
        Equal(2, backend.Calls);

        ManualBatchScheduler manual = new();
        SquareByNumberLoader held = new(options: new() { Scheduler = manual });
        using CancellationTokenSource leaving = new();
        Task<int> left = held.LoadAsync(2, leaving.Token);
        Task<int> stays = held.LoadAsync(3);
        await leaving.CancelAsync();
        await FailsAsync<OperationCanceledException>(left);
        Equal(1, manual.Dispatch());
        Equal(9, await stays);

        SquareByNumberLoader windowed = new(options: new() { Scheduler = BatchScheduler.Window(TimeSpan.FromMilliseconds(1)) });
        Equal(16, await windowed.LoadAsync(4));

        LoaderScope ended = new();
        UserByIdLoader late = new(backend, ended);
        ended.Dispose();
        try
        {
            await late.LoadAsync(1);
            throw new InvalidOperationException("a scope that has ended still loads");
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static Task<User> LoadInFrame(UserByIdLoader users, LoaderScope scope)
    {
        using (scope.OpenFrame())
            return users.LoadAsync(3);
    }
}
