namespace DataLoader;

/// <summary>An open root frame, see <see cref="LoaderScope.OpenFrame"/>. It can not be kept across an <c>await</c>.</summary>
public readonly ref struct Frame
{
    private readonly LoaderScope? _scope;

    internal Frame(LoaderScope scope) => _scope = scope;

    /// <summary>Closes the frame; the outermost one starts the batches of its loads.</summary>
    public void Dispose() => _ = _scope;
}
