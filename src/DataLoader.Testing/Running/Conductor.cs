using System.Text;
using DataLoader.Seeing;

namespace DataLoader.Testing.Running;

/// <summary>
/// Runs the code of a test until all of it waits, then does the next step: gives the test what it waits for, else starts a batch, answers one, or lets
/// time pass. While code runs, keys are held: they leave together when it waits.
/// </summary>
internal sealed class Conductor
{
    /// <summary>The batch whose method runs, in the context of that.</summary>
    public static readonly AsyncLocal<TestBatch?> Asking = new();

    // A batch method that neither ends nor waits for anything that the harness knows of is passed over after so long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Pump _pump = new();
    private readonly LoaderTestOptions _options;
    private readonly Choices _choices;

    // Guards what follows.
    private readonly object _lock = new();
    private readonly List<TestBatch> _batches = [];
    private readonly Dictionary<object, Func<IDisposable>> _holds = [];
    private readonly List<(Func<TestBatch, bool> Fits, TaskCompletionSource<TestBatch> Next)> _takers = [];
    private readonly Queue<TaskCompletionSource> _resters = new();
    private LoaderScope? _scope;
    private bool _isOver;

    private Conductor(LoaderTestOptions options, Choices choices)
    {
        _options = options;
        _choices = choices;
        Gate = new Gate(this);
        Time = new TestTime(this);
    }

    public Gate Gate { get; }

    public TestTime Time { get; }

    /// <summary>Runs a test under an order.</summary>
    public static async Task RunAsync(Func<LoaderTest, Task> body, LoaderTestOptions options, Choices choices)
    {
        var conductor = new Conductor(options, choices);
        var test = new LoaderTest(conductor);
        try
        {
            await conductor.RunAsync(() => body(test)).ConfigureAwait(false);
        }
        finally
        {
            conductor.End();
        }
    }

    public void Add(LoaderScope scope)
    {
        _scope = scope;
        _holds.Add(scope.Dispatcher, scope.HoldBatches);
    }

    public Task? Arrive(IGatedBatch gated)
    {
        TestBatch batch;
        lock (_lock)
        {
            if (_isOver)
                return Task.FromCanceled(new CancellationToken(canceled: true));
            batch = new TestBatch(this, gated, _batches.Count + 1, Asking.Value);
            _batches.Add(batch);
            _holds.TryAdd(batch.Scope, batch.Hold);
        }

        _pump.Wake();
        return batch.Callers;
    }

    public void Do(Action step) => _pump.Do(step);

    public void Wake() => _pump.Wake();

    public TestBatch[] Batches()
    {
        lock (_lock)
            return [.. _batches];
    }

    public Task<TestBatch> NextAsync(Func<TestBatch, bool> fits)
    {
        lock (_lock)
        {
            if (_batches.Find(batch => IsWaiting(batch) && fits(batch)) is { } batch)
            {
                batch.IsTaken = true;
                return Task.FromResult(batch);
            }

            TaskCompletionSource<TestBatch> next = new();
            _takers.Add((fits, next));
            return next.Task;
        }
    }

    public Task RestAsync()
    {
        TaskCompletionSource rest = new();
        lock (_lock)
            _resters.Enqueue(rest);
        _pump.Wake();
        return rest.Task;
    }

    public string Describe()
    {
        TestBatch[] batches = Batches();
        var text = new StringBuilder();
        if (batches.Length == 0)
            text.Append(_scope?.Describe());
        foreach (TestBatch first in batches.DistinctBy(static batch => batch.Scope))
            text.Append(first.DescribeScope());
        foreach (TestBatch batch in batches)
        {
            if (!batch.IsCompleted)
                text.Append(batch.IsStarted ? "not answered: " : "not started: ").Append(batch).Append(batch.IsTaken ? ", taken by the test" : "").Append('\n');
        }

        return text.ToString();
    }

    private static bool IsWaiting(TestBatch batch) => batch is { IsTaken: false, IsStarted: false, IsCompleted: false };

    private async Task RunAsync(Func<Task> body)
    {
        Task? running = null;
        _pump.Post(
            _ =>
            {
                running = Start(body);
                running.ContinueWith(_ => _pump.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            },
            null);
        while (true)
        {
            RunToRest();

            // It has run what was posted above.
            if (running!.IsCompleted)
                break;
            if (_pump.Failure is { } failure)
                throw new LoaderTestException($"Code that nobody awaits has failed: {failure.Message}\n\n{Describe()}", failure);
            if (Batches().Any(IsBusy) && await _pump.WaitAsync(Grace).ConfigureAwait(false))
                continue;
            if (!TryStep() && !await _pump.WaitAsync(_options.Patience).ConfigureAwait(false))
                throw new LoaderTestException($"{Stuck()}\n\n{Describe()}");
        }

        await running.ConfigureAwait(false);
    }

    // What the runtime would call in frames one after the other is asked for in one moment here.
    private void RunToRest()
    {
        do
        {
            IDisposable[] holds;
            lock (_lock)
                holds = [.. _holds.Values.Select(static hold => hold())];
            try
            {
                _pump.RunAll();
            }
            finally
            {
                foreach (IDisposable hold in holds)
                    hold.Dispose();
            }
        }
        while (_pump.RunAll());
    }

    // A method that neither waits for other batches nor for the test's clock will end by itself.
    private bool IsBusy(TestBatch batch)
        => batch is { IsRunning: true, IsCompleted: false }
            && !Time.IsAwaitedBy(batch)
            && !Batches().Any(other => ReferenceEquals(other.AskedBy, batch) && !other.IsCompleted);

    private bool TryStep()
    {
        if (TryGive())
            return true;

        List<(string Name, Action Do)> steps = [];
        TestBatch[] batches = Array.FindAll(Batches(), static batch => !batch.IsTaken && !batch.IsCompleted);
        steps.AddRange(batches.Where(static batch => !batch.IsStarted).Select(static batch => ($"start {batch}", (Action)batch.Start)));
        steps.AddRange(batches.Where(static batch => batch.IsAnswered).Select(static batch => ($"answer {batch}", (Action)batch.Complete)));
        if (Time.TryGetNext(out long due))
            steps.Add(($"let time pass, to {TimeSpan.FromTicks(due).TotalMilliseconds} ms", () => Time.AdvanceTo(due)));
        if (steps.Count == 0)
            return false;

        (string name, Action step) = steps[_choices.Next(steps.Count)];
        _choices.Steps.Add(name);
        _pump.Do(step);
        return true;
    }

    // What the test waits for.
    private bool TryGive()
    {
        TaskCompletionSource? rest;
        lock (_lock)
        {
            for (int i = 0; i < _takers.Count; i++)
            {
                (Func<TestBatch, bool> fits, TaskCompletionSource<TestBatch> next) = _takers[i];
                if (_batches.Find(batch => IsWaiting(batch) && fits(batch)) is { } batch)
                {
                    _takers.RemoveAt(i);
                    batch.IsTaken = true;
                    _pump.Do(() => next.SetResult(batch));
                    return true;
                }
            }

            if (!_resters.TryDequeue(out rest))
                return false;
        }

        _pump.Do(rest.SetResult);
        return true;
    }

    private string Stuck()
    {
        TestBatch[] taken = Array.FindAll(Batches(), static batch => batch is { IsTaken: true, IsCompleted: false });
        lock (_lock)
        {
            string why = taken.Length > 0
                ? $"The test has taken {taken[0]} and does not complete it."
                : _takers.Count > 0 ? "The test waits for a batch that does not come." : "The code waits for something that is no batch and does not come.";
            return $"The test comes no further. {why}";
        }
    }

    private void End()
    {
        lock (_lock)
            _isOver = true;
        _pump.Do(() => _scope?.Dispose());
        foreach (TestBatch batch in Batches())
            _pump.Do(batch.Abandon);
        _pump.RunAll();
    }

    private static Task Start(Func<Task> body)
    {
        try
        {
            return body() ?? Task.FromException(new InvalidOperationException("The body returned null instead of a task."));
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }
}
