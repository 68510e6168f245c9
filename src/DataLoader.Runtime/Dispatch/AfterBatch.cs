using System.Runtime.CompilerServices;

namespace DataLoader.Dispatch;

/// <summary>
/// Awaited by code that a key has just woken up, in the middle of the completion of that key's batch, and that needs other keys of it: goes on
/// when this thread is through with the batch. Elsewhere it is done at once.
/// </summary>
internal readonly struct AfterBatch(Dispatcher dispatcher) : ICriticalNotifyCompletion
{
    public bool IsCompleted => !CompletionFrame.IsCompleting;

    public AfterBatch GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => CompletionFrame.CompleteInFrame(new Continuation(dispatcher, continuation));

    // In the frame's queue, behind the batch.
    private sealed class Continuation(Dispatcher dispatcher, Action continuation) : IFrameWork
    {
        private readonly IFrameWork? _cause = CompletionFrame.Completing;

        IFrameWork? IFrameWork.Cause => _cause;

        Dispatcher IFrameWork.Dispatcher => dispatcher;

        int IFrameWork.Remaining => 0;

        bool IFrameWork.Complete()
        {
            continuation();
            return false;
        }

        bool IFrameWork.TakeOver() => false;
    }
}
