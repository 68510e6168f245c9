namespace DataLoader.Interleavings.Exploring;

/// <summary>
/// Runs a scenario under one schedule after the other, until one fails. The worker that ends a run prepares the next one, so that a run whose
/// threads are never stopped needs one thread of the system.
/// </summary>
internal sealed class RunSeries(Func<Run, Action> scenario, IEnumerable<Schedule> schedules, bool traces)
{
    private readonly IEnumerator<Schedule> _schedules = schedules.GetEnumerator();
    private readonly ManualResetEventSlim _over = new();
    private Exception? _failure;
    private Action? _check;
    private Run? _run;

    /// <summary>How many runs there were.</summary>
    public int Runs { get; private set; }

    /// <summary>The steps of the longest run.</summary>
    public int Longest { get; private set; }

    public Schedule LastSchedule => _schedules.Current;

    /// <summary>What went by in the last run.</summary>
    public IReadOnlyList<string> LastTrace { get; private set; } = [];

    /// <summary>Runs until a run fails or there is no schedule left.</summary>
    /// <returns>The failure, or null.</returns>
    public Exception? Failure()
    {
        Worker.Start(GoOn);
        _over.Wait();
        _run?.Dispose();
        return _failure;
    }

    private void GoOn(Worker worker)
    {
        try
        {
            while (_run is not null || Prepare())
            {
                if (!_run!.Drive(worker))
                    return;
                _check!();
                Longest = Math.Max(Longest, _run.Steps);
                _run.Dispose();
                _run = null;
            }
        }
        catch (Exception error)
        {
            _failure = error;
        }

        worker.Release();
        _over.Set();
    }

    private bool Prepare()
    {
        if (!_schedules.MoveNext())
            return false;
        Runs++;
        _run = new Run(_schedules.Current, Fail, traces);
        LastTrace = _run.Trace;
        _check = scenario(_run);
        _run.Explore(GoOn);
        return true;
    }

    private void Fail(Exception error)
    {
        _failure = error;
        _over.Set();
    }
}
