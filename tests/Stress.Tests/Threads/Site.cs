using System.Collections.Concurrent;
using DataLoader.Stress.Model;

namespace DataLoader.Stress.Threads;

/// <summary>One scope with one loader, a backend of changing moods, and books about everything that happened.</summary>
internal sealed class Site : IDisposable
{
    private static int s_calls;

    private readonly Variant _variant;
    private readonly int _seed;
    private readonly CancellationTokenSource _requestAborted = new();
    private readonly ConcurrentDictionary<int, int> _forgotten = new();
    private int _forgottenAll;

    public Site(Variant variant, int seed)
    {
        _variant = variant;
        _seed = seed;
        Scope = new LoaderScope(_requestAborted.Token);
        Loader = Loaders.Make(variant, RunAsync, Scope);
    }

    public LoaderScope Scope { get; }

    public BatchLoader<int, int> Loader { get; }

    /// <summary>The batches, by a number that no other scope's batch has.</summary>
    public ConcurrentDictionary<int, Call> Calls { get; } = new();

    /// <summary>The loads, each with its keys and the token it may have left with.</summary>
    public ConcurrentQueue<Load> Loads { get; } = new();

    public bool HasEnded { get; private set; }

    public void Dispose()
    {
        HasEnded = true;
        Scope.Dispose();
    }

    public void Abort()
    {
        HasEnded = true;
        _requestAborted.Cancel();
    }

    public void Clear(int key)
    {
        Forget(key);
        Loader.Clear(key);
    }

    public void ClearAll()
    {
        Interlocked.Increment(ref _forgottenAll);
        Loader.ClearAll();
    }

    /// <summary>How often an identity was forgotten, at most: by clears, failed batches and batches that everybody left.</summary>
    public int TimesForgotten(int identity) => _forgottenAll + _forgotten.GetValueOrDefault(identity);

    private void Forget(int key) => _forgotten.AddOrUpdate(_variant.IdentityOf(key), 1, static (_, count) => count + 1);

    private async Task RunAsync(Batch<int, int> batch)
    {
        var call = new Call(Interlocked.Increment(ref s_calls), [.. batch.Keys], batch.CancellationToken);
        Calls.TryAdd(call.Number, call);
        call.Token.UnsafeRegister(
            _ =>
            {
                Array.ForEach(call.Keys, Forget);
                call.Noted.SetResult();
            },
            null);

        // The mood of a batch depends on its keys and the seed alone.
        var mood = new Random(HashCode.Combine(_seed, call.Keys[0], call.Keys.Length, call.Number % 7));
        int dice = mood.Next(20);
        if (dice < 8)
            await Task.Yield();
        else if (dice < 10)
            await Task.Delay(1, call.Token).ConfigureAwait(false);
        else if (dice == 11)
            Thread.Sleep(1);

        call.Token.ThrowIfCancellationRequested();
        if (mood.Next(8) == 0)
        {
            Array.ForEach(call.Keys, Forget);
            throw new BatchFailure(call.Number);
        }

        await AnswerAsync(batch, call, mood).ConfigureAwait(false);
    }

    private Task AnswerAsync(Batch<int, int> batch, Call call, Random mood)
    {
        IEnumerable<int> rows = call.Keys.DistinctBy(_variant.IdentityOf);
        switch (_variant.Shape)
        {
            case Shape.Values:
                batch.SetValues([.. call.Keys.Select(call.ValueFor)]);
                return Task.CompletedTask;
            case Shape.Results:
                batch.SetResults([.. call.Keys.Select(key => key % 5 == 4 && mood.Next(4) == 0
                    ? LoadResult.Failure<int>(new BatchFailure(call.Number)) : call.ValueFor(key))]);
                return Task.CompletedTask;
            case Shape.Dictionary:
                batch.SetDictionary(rows.ToDictionary(key => key, call.ValueFor));
                return Task.CompletedTask;
            case Shape.Rows:
                batch.SetRows<KeyOfValue>([.. rows.Reverse().Select(call.ValueFor)]);
                return Task.CompletedTask;
            default:
                return batch.SetStreamAsync(StreamAsync(rows.Reverse(), call, mood.Next(6) == 0));
        }
    }

    private async IAsyncEnumerable<KeyValuePair<int, int>> StreamAsync(IEnumerable<int> rows, Call call, bool breaksOff)
    {
        foreach (int key in rows)
        {
            if (key % 2 == 0)
                await Task.Yield();
            if (breaksOff && key % 3 == 0)
            {
                Array.ForEach(call.Keys, Forget);
                throw new BatchFailure(call.Number);
            }

            yield return new(key, call.ValueFor(key));
        }
    }

    public sealed record Call(int Number, int[] Keys, CancellationToken Token)
    {
        /// <summary>Done when it is in the books that the token has fired: its callbacks run on the pool.</summary>
        public TaskCompletionSource Noted { get; } = new();

        public int ValueFor(int key) => Backend.ValueOf(key, Number);
    }

    public sealed record Load(int[] Keys, Task Task, CancellationTokenSource? Source);

    public sealed class BatchFailure(int call) : Exception($"batch {call}")
    {
        public int Call => call;
    }
}
