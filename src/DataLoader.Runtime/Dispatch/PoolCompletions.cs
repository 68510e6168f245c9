using System.Collections.Concurrent;
using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>
/// Completes, in a frame on the pool, what the thread that decides it must not complete itself: it may be in the middle of telling others, who would
/// wait for the code that goes on here.
/// </summary>
internal sealed class PoolCompletions(Dispatcher dispatcher) : IFrameWork
{
    private readonly ConcurrentQueue<Action> _ready = new();
    private Role _serving;

    Dispatcher IFrameWork.Dispatcher => dispatcher;

    int IFrameWork.Remaining => _ready.Count;

    public void Add(Action completion)
    {
        _ready.Enqueue(completion);
        if (_serving.TryTake())
            PoolHandover.Complete(this);
    }

    bool IFrameWork.Complete() => Serve();

    bool IFrameWork.TakeOver() => Serve();

    private bool Serve()
    {
        do
        {
            while (_ready.TryDequeue(out Action? completion))
                completion();
            _serving.GiveUp();
        }
        while (!_ready.IsEmpty && _serving.TryTake());

        return false;
    }
}
