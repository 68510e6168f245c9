namespace DataLoader.Threading;

/// <summary>What must be done whole although somebody may interrupt the thread (<see cref="Thread.Interrupt"/>) in the middle of it.</summary>
internal static class Interrupts
{
    /// <summary>Does something, again if it was interrupted. The interruption comes when the thread waits next, in code of its owner.</summary>
    /// <param name="action">May be done twice.</param>
    public static void Outlast(Action action)
    {
        bool interrupted = false;
        while (true)
        {
            try
            {
                action();
                break;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted)
            Thread.CurrentThread.Interrupt();
    }
}
