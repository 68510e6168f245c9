namespace DataLoader.Interleavings.Exploring;

/// <summary>One thread of a run. It runs on a thread of the system, but only while it is its turn.</summary>
internal sealed class LogicalThread(Run run, int id, string name, Action body)
{
    private const int StepsOfALook = 3;

    [ThreadStatic]
    private static LogicalThread? t_current;

    private Worker? _worker;
    private int _yieldedAt = -1;

    /// <summary>The thread of a run that the caller is, or null.</summary>
    public static LogicalThread? Current => t_current;

    public Run Run { get; } = run;

    public int Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>This thread as the runtime sees it.</summary>
    public Shims.Thread Face => field ??= new Shims.Thread(this);

    /// <summary>What it waits for, or null.</summary>
    public Func<bool>? Until { get; set; }

    /// <summary>Whether it waits as a blocked thread of the system does, so that the watchdog sees it.</summary>
    public bool IsAsleep { get; set; }

    /// <summary>Whether it lets others go first.</summary>
    public bool HasYielded { get; set; }

    /// <summary>How many steps it made since it let others go first.</summary>
    public int StepsSinceYield { get; set; } = int.MaxValue / 2;

    /// <summary>When it let others go first for the last time but one, in steps of the run.</summary>
    public int YieldedBefore { get; private set; } = -1;

    /// <summary>Whether it waits for another one by looking again and again.</summary>
    public bool Spins => StepsSinceYield <= StepsOfALook;

    /// <summary>Whether it is a tick of the clock, which nobody has to wait for.</summary>
    public bool IsTick { get; init; }

    /// <summary>Whether it is an item of the pool.</summary>
    public bool IsItem { get; init; }

    public bool HasStarted => _worker is not null;

    public bool HasEnded { get; private set; }

    /// <summary>How many gates it has.</summary>
    public int Gates { get; set; }

    /// <summary>When it ran last, in steps of the run.</summary>
    public int RanAt { get; set; } = -1;

    public bool IsRunnable => !HasEnded && !HasYielded && (Until is null || Until());

    /// <summary>Lets others go first.</summary>
    public void NoteYield()
    {
        HasYielded = true;
        StepsSinceYield = 0;
        YieldedBefore = _yieldedAt;
        _yieldedAt = Run.Steps;
    }

    /// <summary>Hands the turn to this thread, which has been stopped.</summary>
    public void Resume() => _worker!.Resume();

    /// <summary>Waits for the turn.</summary>
    public void Wait() => _worker!.Wait();

    /// <summary>The whole life of the thread.</summary>
    public void Live(Worker worker)
    {
        _worker = worker;
        Until = null;
        t_current = this;
        RuntimeStatics.ForgetFrame();
        try
        {
            body();
        }
        catch (Exception error)
        {
            Run.Fail($"{Name} threw {error}");
        }

        t_current = null;
        HasEnded = true;
    }
}
