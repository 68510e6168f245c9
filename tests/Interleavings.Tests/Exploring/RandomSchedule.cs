namespace DataLoader.Interleavings.Exploring;

/// <summary>
/// Threads have priorities at random, and at a few steps at random the running one gets the lowest: after "A randomized scheduler with
/// probabilistic guarantees of finding bugs" (PCT).
/// </summary>
internal sealed class RandomSchedule : Schedule
{
    private readonly Random _random;
    private readonly Dictionary<int, int> _priorities = [];
    private readonly HashSet<int> _changes = [];
    private int _lowest;

    /// <summary>Makes a schedule.</summary>
    /// <param name="seed">Tells it from others.</param>
    /// <param name="length">About how many steps the run has.</param>
    /// <param name="changes">At how many of them the running thread has to stop.</param>
    public RandomSchedule(int seed, int length, int changes)
    {
        _random = new Random(seed);
        while (_changes.Count < Math.Min(changes, length))
            _changes.Add(_random.Next(length));
    }

    protected override int Pick(int step, IReadOnlyList<LogicalThread> options, bool preempts)
    {
        if (preempts && _changes.Contains(step))
            _priorities[options[0].Id] = --_lowest;
        int best = 0;
        for (int i = 1; i < options.Count; i++)
        {
            if (PriorityOf(options[i]) > PriorityOf(options[best]))
                best = i;
        }

        return best;
    }

    private int PriorityOf(LogicalThread thread)
    {
        if (!_priorities.TryGetValue(thread.Id, out int priority))
            _priorities[thread.Id] = priority = _random.Next();
        return priority;
    }
}
