using DataLoader.Dispatch;

namespace DataLoader.Seeing;

/// <summary>A batch whose method is about to be called, as a <see cref="BatchGate"/> sees it.</summary>
internal interface IGatedBatch
{
    /// <summary>The loader, or the family that it is of.</summary>
    object Loader { get; }

    string LoaderName { get; }

    /// <summary>What a loader of a family was asked with.</summary>
    object? Argument { get; }

    CancellationToken CancellationToken { get; }

    /// <summary>Tells its scope from others.</summary>
    Dispatcher Scope { get; }

    object[] BoxKeys();

    /// <summary>Calls the batch method. May throw what it throws.</summary>
    Task CallMethod();

    /// <summary>Takes what the batch method would have brought: for each key a value, an exception, or null for none.</summary>
    /// <exception cref="InvalidCastException">A value is of another type than the loader's.</exception>
    void Answer(IReadOnlyList<object?> answers);

    /// <summary>Holds the keys of its scope.</summary>
    IDisposable Hold();

    /// <summary>What its scope did, as text.</summary>
    string Describe();
}
