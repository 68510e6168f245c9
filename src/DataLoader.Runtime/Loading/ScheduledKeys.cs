using DataLoader.Dispatch;

namespace DataLoader.Loading;

/// <summary>What a scheduler gets: the keys pending now, until they are sent.</summary>
internal sealed class ScheduledKeys<TKey, TValue>(LoaderCore<TKey, TValue> core) : PendingBatch
    where TKey : notnull
{
    public override string LoaderName => core.Settings.Name;

    public override int KeyCount => IsPending ? core.PendingCount : 0;

    private bool IsPending => ReferenceEquals(core.Scheduled, this);

    public override int Dispatch()
    {
        if (!IsPending)
            return 0;
        Dispatcher dispatcher = core.Scope.Dispatcher;
        core.Dispatch = dispatcher.CountDispatch();
        return CompletionFrame.Send(dispatcher, core, DispatchReason.Scheduler);
    }
}
