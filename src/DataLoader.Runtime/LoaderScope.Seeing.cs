using DataLoader.Seeing;

namespace DataLoader;

/// <content>What those see who observe a scope.</content>
public sealed partial class LoaderScope
{
    /// <summary>Makes a scope that is observed.</summary>
    /// <param name="observers">Are told what the loaders of this scope do. None for nobody.</param>
    /// <param name="requestAborted">Fires when the request is given up: pending loads are cancelled, batches in flight get their token fired.</param>
    /// <exception cref="ArgumentNullException"><paramref name="observers"/> is null.</exception>
    public LoaderScope(IEnumerable<LoaderObserver> observers, CancellationToken requestAborted = default)
        : this(requestAborted)
    {
        ArgumentNullException.ThrowIfNull(observers);
        Log = ScopeLog.Of(observers);
    }

    /// <summary>
    /// The batches that have ended, in that order; empty unless an observer of this scope has it keep them, as <see cref="LoaderObserver.KeepingReceipts"/> does.
    /// </summary>
    public IReadOnlyList<BatchReceipt> Receipts => Log?.Receipts ?? [];

    /// <summary>Null when nobody observes.</summary>
    internal ScopeLog? Log { get; }

    private bool WasAborted => _abortedBy.IsCancellationRequested;

    /// <summary>Makes a scope that is observed by all the <see cref="LoaderObserver"/>s of a container. Generated registrations do so.</summary>
    /// <param name="services">The container.</param>
    /// <param name="requestAborted">Fires when the request is given up: pending loads are cancelled, batches in flight get their token fired.</param>
    /// <returns>A new scope.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static LoaderScope Of(IServiceProvider services, CancellationToken requestAborted = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetService(typeof(IEnumerable<LoaderObserver>)) is IEnumerable<LoaderObserver> observers
            ? new LoaderScope(observers, requestAborted)
            : new LoaderScope(requestAborted);
    }

    /// <summary>
    /// What this scope has done until now, as text: a line for each batch, with a bar of its waiting and running, and a line for each loader. Made from what
    /// an observer has it keep.
    /// </summary>
    /// <returns>The text, without keys or values.</returns>
    public string Describe() => GetReceipt() is { } receipt
        ? Waterfall.Of(receipt)
        : $"Nobody observes this scope: make it with {nameof(LoaderObserver)}.{nameof(LoaderObserver.KeepingReceipts)}.";

    /// <summary>What this scope has done until now, as observers are told when it is disposed.</summary>
    /// <returns>A new receipt, or null when nobody observes.</returns>
    public ScopeReceipt? GetReceipt() => Log?.Total(WasAborted);
}
