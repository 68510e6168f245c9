using System.Runtime.CompilerServices;
using DataLoader.Threading;

namespace DataLoader.Joining;

/// <summary>A further caller of a key that is on its way.</summary>
internal sealed class JoinedLoad<TValue> : OwnLoad<TValue>
{
    private AsyncTaskMethodBuilder<TValue> _promise;

    public JoinedLoad() => Task = _promise.Task;

    /// <summary>The caller's own task.</summary>
    public Task<TValue> Task { get; }

    public override void Finish(Task<TValue> load)
    {
        if (load.IsCompletedSuccessfully)
            _promise.SetResult(load.Result);
        else
            Faults.Fail(ref _promise, Faults.Of(load));
    }
}
