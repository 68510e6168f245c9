namespace DataLoader.Stress.Model;

/// <summary>Records the batches that arrive, and answers each when it is told to.</summary>
internal sealed class Backend(Variant variant)
{
    public const int KeyFactor = 1_000_000;

    public List<Call> Calls { get; } = [];

    public static int ValueOf(int key, int call) => (key * KeyFactor) + call;

    public async Task RunAsync(Batch<int, int> batch)
    {
        var call = new Call(Calls.Count, [.. batch.Keys], batch.CancellationToken);
        Calls.Add(call);
        await call.Answer.Task.ConfigureAwait(false);
        switch (variant.Shape)
        {
            case Shape.Values:
                batch.SetValues([.. call.Keys.Select(call.ValueFor)]);
                break;
            case Shape.Results:
                batch.SetResults([.. call.Keys.Select(key => call.KeyErrors.TryGetValue(key, out Exception? error)
                    ? LoadResult.Failure<int>(error) : call.ValueFor(key))]);
                break;
            case Shape.Dictionary:
                batch.SetDictionary(call.Keys.Distinct().Where(key => !call.KeyErrors.ContainsKey(key)).ToDictionary(key => key, call.ValueFor));
                break;
            default:
                // One row for each identity, last one first.
                batch.SetRows<KeyOfValue>(
                    [.. call.Keys.DistinctBy(variant.IdentityOf).Where(key => !call.KeyErrors.ContainsKey(key)).Reverse().Select(call.ValueFor)]);
                break;
        }
    }

    /// <summary>One batch as the backend sees it.</summary>
    public sealed class Call(int number, int[] keys, CancellationToken token)
    {
        public int Number => number;

        public int[] Keys => keys;

        public CancellationToken Token => token;

        public TaskCompletionSource Answer { get; } = new();

        /// <summary>The keys that have no value: an error of their own, or missing.</summary>
        public Dictionary<int, Exception> KeyErrors { get; } = [];

        public int ValueFor(int key) => ValueOf(key, number);
    }
}

/// <summary>A value tells its key.</summary>
internal readonly struct KeyOfValue : IKeyOf<int, int>
{
    public int Of(int value) => value / Backend.KeyFactor;
}
