namespace DataLoader.Workloads;

/// <summary>Backends that differ in how they take their time. All answer a key with itself.</summary>
public static class Backend
{
    /// <summary>Answers at once.</summary>
    public static BatchFunction Sync { get; } = static keys => Task.FromResult<IReadOnlyList<int>>([.. keys]);

    /// <summary>Answers after a hop of the pool.</summary>
    public static BatchFunction Yield { get; } = static async keys =>
    {
        await Task.Yield();
        return [.. keys];
    };

    /// <summary>Answers after a timer: what I/O looks like to a caller.</summary>
    public static BatchFunction Delay(int milliseconds) => async keys =>
    {
        await Task.Delay(milliseconds).ConfigureAwait(false);
        return [.. keys];
    };
}
