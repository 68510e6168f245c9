using DataLoader.Stress.Model;

namespace DataLoader.Stress.Threads;

/// <summary>One caller among many: random loads, clears and leavings, some awaited, some blocked on, some in root frames.</summary>
internal sealed class Flow(Site site, int seed, int steps, bool mayBlock)
{
    public const int KeyCount = 40;

    private readonly Random _random = new(seed);

    public async Task RunAsync()
    {
        for (int i = 0; i < steps; i++)
        {
            try
            {
                Task step = Step();
                await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ObjectDisposedException) when (site.HasEnded)
            {
                return;
            }
        }
    }

    private Task Step()
    {
        switch (_random.Next(40))
        {
            case 0:
                site.ClearAll();
                return Task.CompletedTask;
            case < 5:
                site.Clear(Key());
                return Task.CompletedTask;
            case < 7:
                int primed = Key();
                site.Loader.Prime(primed, Backend.ValueOf(primed, 0));
                return Task.CompletedTask;
            case < 9:
                return site.Scope.RunAsync(() => Task.WhenAll(Load(), Load(), Load()));
            case < 11:
                return Framed();
            case < 14:
                return LoadManyAsync();
            case < 17:
                return LeaveAsync();
            case < 18 when mayBlock:
                Task.WaitAny([Load()], millisecondsTimeout: -1);
                return Task.CompletedTask;
            case < 20:
                return Task.Run(Load);
            case < 23:
                return NestedAsync();
            case < 32:
                Load();
                return Task.CompletedTask;
            default:
                return Load();
        }
    }

    private int Key() => _random.Next(KeyCount);

    private Task Load() => Note([Key()], null, static (loader, keys, _) => loader.LoadAsync(keys[0]));

    private Task LoadManyAsync()
    {
        int[] keys = [.. Enumerable.Range(0, _random.Next(6)).Select(_ => Key())];
        return _random.Next(2) == 0
            ? Note(keys, null, static (loader, keys, _) => loader.LoadManyAsync(keys))
            : Note(keys, null, static (loader, keys, _) => loader.LoadManySettledAsync(keys));
    }

    // A caller with a token, who leaves at once, later, or never.
    private async Task LeaveAsync()
    {
        var source = new CancellationTokenSource();
        int patience = _random.Next(4);
        Task load = _random.Next(3) == 0
            ? Note([Key(), Key()], source, static (loader, keys, token) => loader.LoadManyAsync(keys, token))
            : Note([Key()], source, static (loader, keys, token) => loader.LoadAsync(keys[0], token));
        if (patience == 1)
            await Task.Yield();
        if (patience < 2)
            source.Cancel();
        else if (patience == 2)
            source.CancelAfter(1);
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task NestedAsync()
    {
        await Load().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Load(), Load()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task Framed()
    {
        using (site.Scope.OpenFrame())
            return Task.WhenAll(Load(), Load());
    }

    private Task Note(int[] keys, CancellationTokenSource? source, Func<BatchLoader<int, int>, int[], CancellationToken, Task> load)
    {
        Task task = load(site.Loader, keys, source?.Token ?? default);
        site.Loads.Enqueue(new Site.Load(keys, task, source));
        return task;
    }
}
