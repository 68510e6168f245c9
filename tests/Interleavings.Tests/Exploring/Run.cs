namespace DataLoader.Interleavings.Exploring;

/// <summary>
/// One execution of a scenario under one schedule. Its threads hand the turn to one another, at the steps of the shims only: so the schedule
/// determines what happens.
/// </summary>
internal sealed class Run : IDisposable
{
    private const int MostSteps = 20_000;
    private const int MostEarlyTicks = 2;
    private const int MostTicks = 150;
    private const int TicksInARow = 3;
    private const int LonelyYieldsBeforeTick = 5;
    private const int PeriodInMilliseconds = 2;
    private const int PeriodOfSpinning = 20;
    private static readonly TimeSpan PatienceWithThePool = TimeSpan.FromSeconds(2);

    private readonly Schedule _schedule;
    private readonly Action<Exception> _fail;
    private readonly List<LogicalThread> _threads = [];
    private readonly List<LogicalThread> _options = [];
    private readonly List<Task> _expected = [];
    private readonly ManualResetEventSlim _idle = new();
    private readonly List<string>? _trace;
    private bool _explores;
    private bool _isOver = true;
    private int _lonelyYields;
    private int _ticks;
    private int _lastId;
    private Action<Worker>? _drive;

    /// <summary>Makes a run.</summary>
    /// <param name="schedule">Who goes on.</param>
    /// <param name="fail">Told when a thread of the run fails.</param>
    /// <param name="traces">Whether to note what goes by.</param>
    public Run(Schedule schedule, Action<Exception> fail, bool traces = false)
    {
        _schedule = schedule;
        _fail = fail;
        _trace = traces ? [] : null;
        Active = this;
        RuntimeStatics.Reset();
    }

    /// <summary>The run under way.</summary>
    public static Run? Active { get; private set; }

    public static Run ActiveOrThrow => Active ?? throw new InvalidOperationException("No run is under way.");

    /// <summary>The clock, in milliseconds.</summary>
    public long Now { get; private set; } = 1000;

    /// <summary>Whether the runtime's timer may fire. Without it nothing is done by the watchdog.</summary>
    public bool HasClock { get; set; }

    public int Steps { get; private set; }

    public int UnstartedItems => _threads.Count(static thread => thread.IsItem && !thread.HasStarted);

    public int RunningItems => _threads.Count(static thread => thread.IsItem && thread.HasStarted && !thread.HasEnded);

    public int EndedItems => _threads.Count(static thread => thread.IsItem && thread.HasEnded);

    /// <summary>What went by, for the one who reads about a failure.</summary>
    public IReadOnlyList<string> Trace => _trace ?? [];

    public void Dispose()
    {
        Active = null;
        _idle.Set();
    }

    /// <summary>A step of the calling thread: another one may go on before it.</summary>
    public static void Step(string what, string member, int line)
    {
        if (LogicalThread.Current is { } thread)
            thread.Run.Step(thread, what, member, line);
        else
            Active?.WaitForIdle();
    }

    /// <summary>The calling thread lets others make a step.</summary>
    public static void Yield()
    {
        if (LogicalThread.Current is not { } thread)
            return;
        thread.NoteYield();
        thread.Run.Step(thread, "yield", "", 0);
    }

    /// <summary>The calling thread goes on when a condition holds that other threads bring about.</summary>
    public static void WaitUntil(Func<bool> condition, bool asleep = false)
    {
        if (condition())
            return;
        if (LogicalThread.Current is not { } thread)
        {
            if (!System.Threading.SpinWait.SpinUntil(condition, PatienceWithThePool))
                throw new InvalidOperationException("Nobody else runs: this would wait for ever.");
            return;
        }

        thread.Until = condition;
        thread.IsAsleep = asleep;
        thread.Run.Step(thread, asleep ? "sleep" : "wait", "", 0);
        thread.Until = null;
        thread.IsAsleep = false;
    }

    /// <summary>The calling thread blocks on a task, as <c>Wait()</c> does.</summary>
    public static void BlockOn(Task task) => WaitUntil(() => task.IsCompleted, asleep: true);

    /// <summary>A further thread.</summary>
    public void Thread(string name, Action body) => _threads.Add(new LogicalThread(this, _lastId++, name, body));

    /// <summary>An item of the pool.</summary>
    /// <param name="body">What it does.</param>
    /// <param name="behindAll">Whether it starts only when those have started that wait now, as in the pool's own queue.</param>
    public void SpawnItem(Action body, bool behindAll = false)
    {
        LogicalThread[] before = behindAll ? [.. _threads.Where(static thread => thread.IsItem && !thread.HasStarted)] : [];
        _threads.Add(new LogicalThread(this, _lastId, $"item{_lastId++}", body)
        {
            IsItem = true,
            Until = before.Length == 0 ? null : () => Array.TrueForAll(before, static thread => thread.HasStarted),
        });
    }

    /// <summary>Notes a task that must be done at the end.</summary>
    public void Expect(Task task) => _expected.Add(task);

    /// <summary>Runs all threads there are to their ends, in one order that is not explored: to prepare, and to look at what came of it.</summary>
    public void Settle()
    {
        using var over = new ManualResetEventSlim();
        Begin(explores: false, worker =>
        {
            if (!Drive(worker))
                return;
            worker.Release();
            over.Set();
        });
        Worker.Start(_drive!);
        over.Wait();
        _isOver = true;
    }

    /// <summary>Lets the schedule begin.</summary>
    /// <param name="drive">Goes on with the run, on a worker whose thread of the run has ended: calls <see cref="Drive"/>.</param>
    public void Explore(Action<Worker> drive) => Begin(explores: true, drive);

    /// <summary>Runs threads on a worker until all have ended, or until another worker goes on.</summary>
    /// <returns>Whether all have ended.</returns>
    public bool Drive(Worker worker)
    {
        while (true)
        {
            ForgetYields();
            if (NextOrIdle(null) is not { } next)
                break;
            if (next.HasStarted)
            {
                worker.Release();
                next.Resume();
                return false;
            }

            next.Live(worker);
        }

        _isOver = true;
        _threads.RemoveAll(static thread => thread.IsTick);
        return true;
    }

    /// <summary>Ends the run; the thread that calls, if it is one of the run, stays where it is.</summary>
    public void Fail(string failure)
    {
        if (LogicalThread.Current is null)
            throw new ScheduleFailedException(failure);
        _fail(new ScheduleFailedException(failure));
        System.Threading.Thread.Sleep(Timeout.Infinite);
    }

    private void Begin(bool explores, Action<Worker> drive)
    {
        _explores = explores;
        _drive = drive;
        _isOver = false;
    }

    private bool IsSettled => _expected.TrueForAll(static task => task.IsCompleted);

    private void Step(LogicalThread self, string what, string member, int line)
    {
        if (++Steps > MostSteps)
            Fail("the run does not end");
        bool yields = self.HasYielded;
        LogicalThread next = NextOrIdle(self)!;
        if (!ReferenceEquals(next, self))
        {
            if (next.HasStarted)
                next.Resume();
            else
                Worker.Start(worker => Start(next, worker));
            self.Wait();
        }

        self.HasYielded = false;
        self.StepsSinceYield++;
        self.RanAt = Steps;
        _trace?.Add($"{Steps,5} {self.Name,-12} {what} {member}{(line == 0 ? "" : $":{line}")}");
        if (yields)
            return;

        ForgetYields();
    }

    private void Start(LogicalThread thread, Worker worker)
    {
        thread.Live(worker);
        _drive!(worker);
    }

    // Who goes on; null when all have ended.
    private LogicalThread? NextOrIdle(LogicalThread? self)
    {
        LogicalThread? next = Next(self);
        if (next is null && _explores && !IsSettled)
        {
            LetThePoolFinish();
            next = Next(self);
        }

        if (next is not null)
            return next;
        if (_threads.Find(static thread => !thread.HasEnded && !thread.IsTick) is { } stuck)
            Fail($"deadlock: {stuck.Name} waits for ever");
        if (_explores && !IsSettled)
            Fail($"{_expected.Count(static task => !task.IsCompleted)} tasks are never done");
        return null;
    }

    // Something may have changed: whoever spins looks again.
    private void ForgetYields()
    {
        _lonelyYields = 0;
        foreach (LogicalThread thread in _threads)
            thread.HasYielded = false;
    }

    // Who goes on; null when nobody can.
    private LogicalThread? Next(LogicalThread? self)
    {
        bool selfCan = self is { IsRunnable: true };
        if (selfCan && _explores && !_schedule.MayPreempt(Steps))
            return self;

        _options.Clear();
        foreach (LogicalThread thread in _threads)
        {
            if (!ReferenceEquals(thread, self) && !(thread.IsTick && !thread.HasStarted) && thread.IsRunnable)
                _options.Add(thread);
        }

        // Two that spin would take turns for ever while a third one waits for its turn.
        if (self is { HasYielded: true } && _options.Exists(static thread => !thread.Spins))
            _options.RemoveAll(static thread => thread.Spins);

        // Who has not run for the longest comes first, and nobody looks a third time before him: else threads that spin would take turns in a
        // tree of schedules without end.
        if (!selfCan && _options.Count > 1)
        {
            int longest = _options.Min(static thread => thread.RanAt);
            _options.RemoveAll(thread => thread.YieldedBefore > longest);
            _options.Sort(static (one, other) => one.RanAt != other.RanAt ? one.RanAt - other.RanAt : one.Id - other.Id);
        }

        if (selfCan)
        {
            _options.Insert(0, self!);
            if (_ticks < MostEarlyTicks && _explores && NextTick() is { } early)
                _options.Add(early);
        }
        else if (_options.Count == 0)
        {
            return WhenIdle();
        }

        LogicalThread next = _options.Count == 1 || !_explores ? _options[0] : _options[_schedule.Choose(Steps, _options, selfCan)];
        if (next is { IsTick: true, HasStarted: false })
            NoteTick();
        return next;
    }

    // Nobody can go on, but for those that spin: while they do, time passes.
    private LogicalThread? WhenIdle()
    {
        LogicalThread? spins = _threads.Where(static thread => thread.HasYielded && !thread.HasEnded).MinBy(static thread => thread.RanAt);
        if (spins is not null)
            Now += PeriodOfSpinning;
        if (spins is not null && ++_lonelyYields % LonelyYieldsBeforeTick != 0)
            return spins;
        if (IsSettled || _ticks >= MostTicks || NextTick() is not { } tick)
            return spins;
        NoteTick();
        return tick;
    }

    private LogicalThread? NextTick()
    {
        if (!HasClock || Shims.Timer.Last is not { IsArmed: true } timer)
            return null;
        if (_threads.Find(static thread => thread.IsTick && !thread.HasStarted) is { } waiting)
            return waiting;
        var tick = new LogicalThread(this, _lastId, $"tick{_lastId++}", () => FireInARow(timer)) { IsTick = true };
        _threads.Add(tick);
        return tick;
    }

    private void NoteTick()
    {
        _ticks++;
        Now += PeriodInMilliseconds;
    }

    // As many as the watchdog needs to give a frame up: while another thread is stopped, and for one preemption.
    private void FireInARow(Shims.Timer timer)
    {
        timer.Fire();
        for (int i = 1; i < TicksInARow && timer.IsArmed; i++)
        {
            Now += PeriodInMilliseconds;
            timer.Fire();
        }
    }

    // .NET sends all but the first continuation of a task to its own pool. They wait until nobody of the run can go on: so the run stays the same
    // however quick that pool is.
    private void LetThePoolFinish()
    {
        _idle.Set();
        _ = System.Threading.SpinWait.SpinUntil(
            () => IsSettled || _threads.Exists(static thread => !thread.IsTick && thread.IsRunnable), PatienceWithThePool);
        _idle.Reset();
    }

    private void WaitForIdle()
    {
        if (!_isOver)
            _idle.Wait();
    }
}
