namespace DataLoader.Interleavings.Exploring;

/// <summary>Says who goes on, at each step where several threads can.</summary>
internal abstract class Schedule
{
    private readonly List<Choice> _choices = [];

    /// <summary>The choices that were not the first option: they are the schedule.</summary>
    public IReadOnlyList<Choice> Choices => _choices;

    /// <summary>Whether a running thread may have to stop at a step: asked often, before the options are known.</summary>
    public virtual bool MayPreempt(int step) => true;

    /// <summary>Chooses.</summary>
    /// <param name="step">The step of the run.</param>
    /// <param name="options">Who can go on. The first is the running thread, if it can.</param>
    /// <param name="preempts">Whether every other choice than the first stops a thread that could go on.</param>
    /// <returns>The index of an option.</returns>
    public int Choose(int step, IReadOnlyList<LogicalThread> options, bool preempts)
    {
        int chosen = Pick(step, options, preempts);
        if (chosen != 0)
            _choices.Add(new Choice(step, options[chosen].Id));
        return chosen;
    }

    protected abstract int Pick(int step, IReadOnlyList<LogicalThread> options, bool preempts);

    /// <summary>Which thread went on at a step, where it was not the one that would have gone on by itself.</summary>
    internal readonly record struct Choice(int Step, int Thread)
    {
        public override string ToString() => $"{Step}:{Thread}";

        public static Choice Parse(string text)
        {
            string[] parts = text.Split(':');
            return new Choice(int.Parse(parts[0]), int.Parse(parts[1]));
        }
    }
}
