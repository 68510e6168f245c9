namespace DataLoader.Workloads;

/// <summary>
/// An executor in miniature, in the shape of Hot Chocolate's: a resolver that has ended puts the nodes below it into a queue, from whatever thread
/// it ended on, and wakes a loop, which starts what is in the queue on a thread of the pool, in the order of the queue, and then sleeps again.
/// </summary>
/// <param name="round">Runs what the loop does between waking and sleeping: as it is, or in a root frame.</param>
public sealed class PumpExecutor(Action<Action> round)
{
    private readonly Action<Action> _round = round;
    private readonly Queue<Node> _ready = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unfinished;
    private bool _awake;

    /// <summary>Executes nodes and everything below them.</summary>
    public Task RunAsync(IEnumerable<Node> nodes)
    {
        Register(nodes);
        return _end.Task;
    }

    private void Register(IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            bool wakes;
            lock (_ready)
            {
                _unfinished++;
                _ready.Enqueue(node);
                wakes = !_awake;
                _awake = true;
            }

            if (wakes)
                ThreadPool.UnsafeQueueUserWorkItem(static it => it._round(it.StartReady), this, preferLocal: false);
        }
    }

    private void StartReady()
    {
        while (TryTake() is { } node)
            _ = ExecuteAsync(node);
    }

    private Node? TryTake()
    {
        lock (_ready)
        {
            _awake = _ready.TryDequeue(out Node? node);
            return node;
        }
    }

    private async Task ExecuteAsync(Node node)
    {
        try
        {
            await node.ExecuteAsync().ConfigureAwait(false);
            Register(node.Children());
        }
        catch (Exception error)
        {
            _end.TrySetException(error);
        }

        lock (_ready)
        {
            if (--_unfinished > 0)
                return;
        }

        _end.TrySetResult();
    }
}
