namespace DataLoader.Interleavings.Exploring;

/// <summary>A schedule that is known.</summary>
internal sealed class Replay(IEnumerable<Schedule.Choice> choices) : Schedule
{
    private readonly Dictionary<int, int> _threads = choices.ToDictionary(static choice => choice.Step, static choice => choice.Thread);

    public Replay(string schedule)
        : this(schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Choice.Parse))
    {
    }

    public override bool MayPreempt(int step) => _threads.ContainsKey(step);

    protected override int Pick(int step, IReadOnlyList<LogicalThread> options, bool preempts)
    {
        if (_threads.TryGetValue(step, out int thread))
        {
            for (int i = 0; i < options.Count; i++)
            {
                if (options[i].Id == thread)
                    return i;
            }
        }

        return 0;
    }
}
