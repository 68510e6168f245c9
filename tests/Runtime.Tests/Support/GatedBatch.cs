namespace DataLoader.Tests;

/// <summary>A backend whose every call stays in flight until the test answers it.</summary>
internal sealed class GatedBatch<TKey, TValue>(Func<TKey, TValue> valueOf)
{
    private readonly List<Call> _calls = [];
    private readonly Dictionary<int, TaskCompletionSource<Call>> _expected = [];
    private int _running;

    /// <summary>The calls made so far.</summary>
    public Call[] Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>The most calls that were in flight at one time.</summary>
    public int MaxRunning { get; private set; }

    public async Task<IReadOnlyList<TValue>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var call = new Call([.. keys], cancellationToken, valueOf);
        TaskCompletionSource<Call>? expected;
        lock (_calls)
        {
            MaxRunning = Math.Max(MaxRunning, ++_running);
            _expected.Remove(_calls.Count, out expected);
            _calls.Add(call);
        }

        expected?.TrySetResult(call);
        try
        {
            return await call.Outcome.ConfigureAwait(false);
        }
        finally
        {
            lock (_calls)
                _running--;
        }
    }

    /// <summary>Waits for a call, by its number from 0.</summary>
    public Task<Call> CallAsync(int index)
    {
        lock (_calls)
        {
            if (index < _calls.Count)
                return Task.FromResult(_calls[index]);

            if (!_expected.TryGetValue(index, out TaskCompletionSource<Call>? expected))
            {
                expected = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _expected.Add(index, expected);
            }

            return expected.Task.WithTimeout();
        }
    }

    /// <summary>Asserts which calls were made, in order, with which keys, in order.</summary>
    public void AssertCalls(params TKey[][] expected) => Assert.Equal(expected, Calls.Select(call => call.Keys));

    /// <summary>One call in flight.</summary>
    public sealed class Call(TKey[] keys, CancellationToken cancellationToken, Func<TKey, TValue> valueOf)
    {
        private readonly TaskCompletionSource<IReadOnlyList<TValue>> _outcome = new();

        public TKey[] Keys { get; } = keys;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public Task<IReadOnlyList<TValue>> Outcome => _outcome.Task;

        public void Answer() => _outcome.SetResult(Keys.Select(valueOf).ToArray());

        public void Fail(Exception error) => _outcome.SetException(error);

        public void Cancel() => _outcome.SetCanceled(CancellationToken);
    }
}

internal static class GatedBatch
{
    public static GatedBatch<T, T> Identity<T>() => new(static key => key);

    public static GatedBatch<TKey, TValue> Of<TKey, TValue>(Func<TKey, TValue> valueOf) => new(valueOf);
}
