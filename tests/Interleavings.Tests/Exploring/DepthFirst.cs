namespace DataLoader.Interleavings.Exploring;

/// <summary>
/// All schedules with at most so many preemptions, one after the other. A choice that is forced because the running thread waits or has ended
/// costs none: after "Iterative context bounding for systematic testing of multithreaded programs" (CHESS).
/// </summary>
internal sealed class DepthFirst(int preemptions)
{
    private readonly List<Fork> _path = [];

    /// <summary>The schedule to run next.</summary>
    public Schedule Next() => new Branch(this, preemptions);

    /// <summary>Turns to the next schedule. False when there is none.</summary>
    public bool Advance()
    {
        while (_path.Count > 0)
        {
            Fork last = _path[^1];
            if (last.Chosen + 1 < last.Options)
            {
                _path[^1] = last with { Chosen = last.Chosen + 1 };
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    private readonly record struct Fork(int Step, int Options, int Chosen);

    private sealed class Branch(DepthFirst tree, int preemptions) : Schedule
    {
        private int _at;
        private int _left = preemptions;

        public override bool MayPreempt(int step) => _left > 0;

        protected override int Pick(int step, IReadOnlyList<LogicalThread> options, bool preempts)
        {
            if (preempts && _left == 0)
                return 0;
            if (_at == tree._path.Count)
                tree._path.Add(new Fork(step, options.Count, 0));
            Fork fork = tree._path[_at++];
            if (fork.Step != step || fork.Options != options.Count)
                throw new InvalidOperationException($"Two runs of one schedule differ at step {step}: something is not under control.");
            if (preempts && fork.Chosen != 0)
                _left--;
            return fork.Chosen;
        }
    }
}
