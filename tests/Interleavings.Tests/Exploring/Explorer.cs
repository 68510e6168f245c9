namespace DataLoader.Interleavings.Exploring;

/// <summary>Runs a scenario under many schedules.</summary>
/// <param name="scenario">Makes the objects and the threads of a run; what it returns looks at the outcome.</param>
internal sealed class Explorer(Func<Run, Action> scenario)
{
    private const int LinesOfTrace = 120;

    /// <summary>How many schedules were run.</summary>
    public int Schedules { get; private set; }

    /// <summary>The steps of the longest run.</summary>
    public int Longest { get; private set; }

    /// <summary>Runs all schedules with at most so many preemptions.</summary>
    /// <returns>Whether these were all, and not only the first ones.</returns>
    public bool RunAll(int preemptions, int most)
    {
        var tree = new DepthFirst(preemptions);
        bool all = false;
        RunEach(Branches());
        return all;

        IEnumerable<Schedule> Branches()
        {
            for (int i = 0; i < most && !all; i++)
            {
                yield return tree.Next();
                all = !tree.Advance();
            }
        }
    }

    /// <summary>Runs so many schedules at random; the same ones each time.</summary>
    public void RunRandom(int count)
        => RunEach(Enumerable.Range(0, count).Select(seed => new RandomSchedule(seed, Longest, changes: 2 + (seed % 5))));

    /// <summary>Runs the schedule that a failure named.</summary>
    public void RunReplay(string schedule) => RunEach([new Replay(schedule)]);

    private void RunEach(IEnumerable<Schedule> schedules)
    {
        var series = new RunSeries(scenario, schedules, traces: false);
        Exception? failure = series.Failure();
        Schedules += series.Runs;
        Longest = Math.Max(Longest, series.Longest);
        if (failure is null)
            return;

        List<Schedule.Choice> choices = Shrink([.. series.LastSchedule.Choices]);
        var again = new RunSeries(scenario, [new Replay(choices)], traces: true);
        throw new ScheduleFailedException(
            $"""
            {(again.Failure() ?? failure).Message}
            schedule {Schedules}, to run it again: "{string.Join(' ', choices)}"
            {string.Join('\n', again.LastTrace.TakeLast(LinesOfTrace))}
            """,
            failure);
    }

    // Leaves out what is not needed to fail.
    private List<Schedule.Choice> Shrink(List<Schedule.Choice> choices)
    {
        for (int i = choices.Count - 1; i >= 0; i--)
        {
            List<Schedule.Choice> fewer = [.. choices];
            fewer.RemoveAt(i);
            if (new RunSeries(scenario, [new Replay(fewer)], traces: false).Failure() is not null)
                choices = fewer;
        }

        return choices;
    }
}
