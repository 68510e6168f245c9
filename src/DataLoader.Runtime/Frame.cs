using DataLoader.Dispatch;

namespace DataLoader;

/// <summary>An open root frame, see <see cref="LoaderScope.OpenFrame"/>. It cannot be kept across an <c>await</c>.</summary>
public readonly ref struct Frame
{
    private readonly CompletionFrame? _frame;
    private readonly int _opening;
    private readonly int _outer;

    internal Frame(Dispatcher dispatcher) => _frame = CompletionFrame.OpenRoot(dispatcher, out _opening, out _outer);

    /// <summary>Closes the frame; the outermost one starts the batches of its loads. Closing twice does nothing.</summary>
    public void Dispose()
    {
        if (_frame is not null)
            CompletionFrame.CloseRoot(_frame, _opening, _outer);
    }
}
