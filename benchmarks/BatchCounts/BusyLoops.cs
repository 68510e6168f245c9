namespace DataLoader.BatchCounts;

/// <summary>Threads that do nothing but spin, until disposed.</summary>
internal sealed class BusyLoops : IDisposable
{
    private volatile bool _over;

    public BusyLoops(int threads)
    {
        for (int i = 0; i < threads; i++)
            new Thread(Spin) { IsBackground = true }.Start();
    }

    public void Dispose() => _over = true;

    private void Spin()
    {
        while (!_over)
            Thread.SpinWait(100);
    }
}
