namespace DataLoader.Workloads;

/// <summary>One field of a query, as the executors in miniature see it: something to resolve, and the fields below it.</summary>
/// <param name="resolve">Resolves the field.</param>
/// <param name="below">The fields below a value, or null.</param>
/// <param name="microseconds">How long the executor works on a value before anything else happens.</param>
public sealed class Node(Func<Task<int>> resolve, Func<int, IEnumerable<Node>>? below = null, int microseconds = 0)
{
    private int _value;

    /// <summary>Resolves the field.</summary>
    public async Task ExecuteAsync()
    {
        _value = await resolve().ConfigureAwait(false);
        Workload.Work(microseconds);
    }

    /// <summary>The fields below, once it is resolved.</summary>
    public IEnumerable<Node> Children() => below?.Invoke(_value) ?? [];
}
