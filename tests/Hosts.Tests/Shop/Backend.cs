using System.Collections.Concurrent;

namespace DataLoader.Hosts.Tests;

/// <summary>Answers batches after a hop of the pool, and notes them: table and number of keys. It never answers the key <see cref="Never"/>.</summary>
public sealed class Backend
{
    public const int Never = -1;

    private readonly ConcurrentQueue<string> _batches = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a batch with that key has come.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Ends when the token of a batch with that key has fired.</summary>
    public Task GivenUp => _givenUp.Task;

    /// <summary>The batches since the last call, in order.</summary>
    public string[] TakeBatches()
    {
        var batches = new List<string>();
        while (_batches.TryDequeue(out string? batch))
            batches.Add(batch);
        return [.. batches];
    }

    public async Task<IReadOnlyList<T>> AskAsync<T>(string table, IReadOnlyList<int> ids, Func<int, T> row, CancellationToken cancellationToken)
    {
        _batches.Enqueue($"{table}[{ids.Count}]");
        if (ids.Contains(Never))
        {
            // Not disposed: the delay below ends first, and would take it away.
            cancellationToken.Register(_givenUp.SetResult);
            _asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        await Task.Yield();
        return [.. ids.Select(row)];
    }
}
