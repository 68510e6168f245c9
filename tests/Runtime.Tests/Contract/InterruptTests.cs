using DataLoader.Threading;

namespace DataLoader.Tests;

/// <summary>Whoever interrupts a thread (<see cref="Thread.Interrupt"/>) interrupts code of the user's, never a gate (row L8).</summary>
public class InterruptTests
{
    // How long a gate is kept from a thread that waits for it. Short of that it could pass without waiting: then the test shows nothing.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void L8_A_thread_that_waits_for_a_gate_gets_it_although_it_is_interrupted()
    {
        SpinGate gate = default;
        gate.Enter();
        using var waits = new WaitingThread(() =>
        {
            gate.Enter();
            gate.Exit();
        });

        waits.Ended(Wait);
        gate.Exit();

        waits.AssertInterruptedAfterwards();
    }

    [Fact]
    public void L8_The_gate_of_a_frame_is_entered_although_the_thread_is_interrupted()
    {
        BiasedGate gate = default;
        gate.Enter();
        using var waits = new WaitingThread(() =>
        {
            gate.EnterAsOther();
            gate.ExitAsOther();
        });

        waits.Ended(Wait);
        gate.Exit();

        waits.AssertInterruptedAfterwards();
    }

    [Fact]
    public void L8_A_clean_context_is_made_although_the_thread_is_interrupted()
    {
        using var makes = new WaitingThread(() => Assert.NotNull(CleanContext.Capture()));

        makes.AssertInterruptedAfterwards();
    }

    /// <summary>A thread that is interrupted as soon as it waits.</summary>
    private sealed class WaitingThread : IDisposable
    {
        private readonly Thread _thread;
        private Exception? _failure;
        private bool _wasInterrupted;

        public WaitingThread(Action body)
        {
            _thread = new Thread(() => Run(body)) { IsBackground = true };
            _thread.Start();
        }

        public bool Ended(TimeSpan within) => _thread.Join(within);

        public void AssertInterruptedAfterwards()
        {
            Assert.True(_thread.Join(TimeSpan.FromSeconds(30)), "The thread still waits.");
            Assert.Null(_failure);
            Assert.True(_wasInterrupted, "The interruption is lost.");
        }

        public void Dispose() => _thread.Join();

        private void Run(Action body)
        {
            Thread.CurrentThread.Interrupt();
            try
            {
                body();
            }
            catch (Exception error)
            {
                _failure = error;
            }

            try
            {
                // Waits for nothing: an interruption that is pending comes here.
                Thread.Sleep(0);
            }
            catch (ThreadInterruptedException)
            {
                _wasInterrupted = true;
            }
        }
    }
}
