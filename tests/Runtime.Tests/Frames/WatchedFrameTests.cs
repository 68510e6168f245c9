using DataLoader.Dispatch;

namespace DataLoader.Tests;

/// <summary>Which frames are given up: those that something waits for, and whose thread comes no further (scenario S11).</summary>
public class WatchedFrameTests
{
    private const int ManyTicks = 1_000;

    [Fact]
    public void S11_A_blocked_frame_that_nothing_waits_for_is_kept()
    {
        using var thread = new FramedThread();

        thread.Watch(ManyTicks);

        Assert.True(thread.Frame.IsOpen);
    }

    [Fact]
    public void N2_S11_A_blocked_frame_that_keys_wait_for_is_given_up()
    {
        using var thread = new FramedThread();
        thread.Load();

        thread.Watch(ManyTicks);

        Assert.False(thread.Frame.IsOpen);
    }

    /// <summary>A thread that sits in a root frame and waits; it does nothing but what it is told.</summary>
    private sealed class FramedThread : IDisposable
    {
        private readonly LoaderScope _scope = new();
        private readonly BatchLoader<int, int> _loader;
        // No semaphores: they spin, and wait for moments, before they wait for good. A thousand quick ticks may see that as a thread that
        // comes further.
        private readonly AutoResetEvent _goOn = new(false);
        private readonly AutoResetEvent _waits = new(false);
        private readonly WatchedFrame _watched;
        private readonly Thread _thread;
        private bool _over;

        public FramedThread()
        {
            _loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: _scope);
            _thread = new Thread(Run);
            _thread.Start();
            _waits.WaitOne();
            _watched = new WatchedFrame(Frame!);
        }

        public CompletionFrame Frame { get; private set; } = null!;

        public void Load()
        {
            _goOn.Set();
            _waits.WaitOne();
        }

        public void Watch(int ticks)
        {
            for (int tick = 1; tick <= ticks; tick++)
            {
                // It has said that it will wait; from then on only waiting is left.
                SpinWait.SpinUntil(() => Frame.IsBlocked || !Frame.IsOpen);
                _watched.Watch(tick);
            }
        }

        public void Dispose()
        {
            _over = true;
            _goOn.Set();
            _thread.Join();
            _scope.Dispose();
            _goOn.Dispose();
            _waits.Dispose();
        }

        private void Run()
        {
            using (_scope.OpenFrame())
            {
                Frame = CompletionFrame.Current!;
                for (int key = 0; ; key++)
                {
                    _waits.Set();
                    _goOn.WaitOne();
                    if (_over)
                        return;
                    _ = _loader.LoadAsync(key);
                }
            }
        }
    }
}
