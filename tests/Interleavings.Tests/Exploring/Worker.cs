using System.Collections.Concurrent;
using SystemThread = System.Threading.Thread;

namespace DataLoader.Interleavings.Exploring;

/// <summary>
/// A thread of the system. It runs one thread of a run after the other for as long as no thread has to be stopped: handing the turn to another
/// thread of the system is what costs time here. One that is parked in a run that failed is never used again.
/// </summary>
internal sealed class Worker
{
    private static readonly ConcurrentBag<Worker> Free = [];
    private readonly AutoResetEvent _turn = new(false);
    private Action<Worker>? _work;

    private Worker() => new SystemThread(Work) { IsBackground = true }.Start();

    /// <summary>Has a worker do something.</summary>
    public static void Start(Action<Worker> work)
    {
        Worker worker = Free.TryTake(out Worker? free) ? free : new Worker();
        worker._work = work;
        worker.Resume();
    }

    public void Resume() => _turn.Set();

    public void Wait() => _turn.WaitOne();

    /// <summary>The last thing a worker does before it hands on the turn.</summary>
    public void Release() => Free.Add(this);

    private void Work()
    {
        while (true)
        {
            _turn.WaitOne();
            _work!(this);
        }
    }
}
