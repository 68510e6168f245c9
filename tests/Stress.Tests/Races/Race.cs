namespace DataLoader.Stress.Races;

/// <summary>
/// Lets threads run into one another, many times: they start together, each delayed by a few instructions that differ from round to round, so
/// that the steps of the others come to lie between theirs in every order.
/// </summary>
internal sealed class Race(int seed, params Action<Random>[] racers)
{
    private const int MostSpins = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs rounds until the budget is spent.</summary>
    /// <param name="budget">How long.</param>
    /// <param name="prepare">Called before each round, by one thread.</param>
    /// <param name="check">Called after each round, by one thread; throws when something is wrong.</param>
    public void Run(Budget budget, Action prepare, Action check)
    {
        int round = 0;
        bool over = false;
        Exception? failure = null;
        using var start = new Barrier(racers.Length + 1);
        using var end = new Barrier(racers.Length + 1);
        Thread[] threads = [.. racers.Select((racer, i) => new Thread(() => Loop(racer, i)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        while (true)
        {
            prepare();
            round++;
            over = budget.IsSpent || failure is not null;
            start.SignalAndWait();
            if (over)
                break;
            Assert.True(end.SignalAndWait(Patience), $"seed {seed}, round {round}: a thread does not come back");
            try
            {
                check();
            }
            catch (Exception error)
            {
                failure = new InvalidOperationException($"seed {seed}, round {round}: {error.Message}", error);
            }
        }

        Array.ForEach(threads, thread => thread.Join());
        if (failure is not null)
            throw failure;

        void Loop(Action<Random> racer, int i)
        {
            while (true)
            {
                start.SignalAndWait();
                if (over)
                    return;
                try
                {
                    var random = new Random(HashCode.Combine(seed, round, i));
                    Thread.SpinWait(random.Next(MostSpins));
                    racer(random);
                }
                catch (Exception error)
                {
                    failure = new InvalidOperationException($"seed {seed}, round {round}, thread {i}: {error}", error);
                }

                end.SignalAndWait();
            }
        }
    }
}
