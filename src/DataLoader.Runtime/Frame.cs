using DataLoader.Dispatch;

namespace DataLoader;

/// <summary>An open root frame, see <see cref="LoaderScope.OpenFrame"/>. It cannot be kept across an <c>await</c>.</summary>
public readonly ref struct Frame
{
    private readonly CompletionFrame? _frame;
    private readonly int _depth;

    internal Frame(CompletionFrame frame)
    {
        _frame = frame;
        _depth = frame.Depth;
    }

    /// <summary>Closes the frame; the outermost one starts the batches of its loads. Closing twice does nothing.</summary>
    public void Dispose()
    {
        if (_frame is not null)
            CompletionFrame.CloseRoot(_frame, _depth);
    }
}
