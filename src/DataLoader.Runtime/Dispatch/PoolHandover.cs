namespace DataLoader.Dispatch;

/// <summary>Sends to the pool what a frame cannot do itself, because it was given up.</summary>
internal static class PoolHandover
{
    public static void Start(IBatch batch)
        => ThreadPool.UnsafeQueueUserWorkItem(static batch => CompletionFrame.StartInOwnFrame(batch), batch, preferLocal: false);

    public static void Complete(IFrameWork work)
        => ThreadPool.UnsafeQueueUserWorkItem(static work => CompletionFrame.CompleteInFrame(work), work, preferLocal: false);

    public static void TakeOver(IFrameWork work)
        => ThreadPool.UnsafeQueueUserWorkItem(static work => CompletionFrame.TakeOverInOwnFrame(work), work, preferLocal: false);
}
