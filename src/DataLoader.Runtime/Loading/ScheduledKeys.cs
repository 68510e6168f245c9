namespace DataLoader.Loading;

/// <summary>What a scheduler gets: the keys pending now, until they are sent.</summary>
internal sealed class ScheduledKeys<TKey, TValue>(LoaderCore<TKey, TValue> core) : PendingBatch
    where TKey : notnull
{
    public override string LoaderName => core.Settings.Name;

    public override int KeyCount => core.IsPending(this) ? core.PendingCount : 0;

    public override int Dispatch() => core.SendScheduled(this);

    internal override void Hold() => core.HoldScheduled(this);
}
