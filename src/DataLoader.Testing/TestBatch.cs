using System.Collections;
using DataLoader.Seeing;
using DataLoader.Testing.Running;

namespace DataLoader.Testing;

/// <summary>A batch of a test. It waits at a gate until it is started, and again until its callers are answered.</summary>
public sealed class TestBatch
{
    private readonly Conductor _conductor;
    private readonly IGatedBatch _batch;
    private readonly TaskCompletionSource _callers = new();
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;

    internal TestBatch(Conductor conductor, IGatedBatch batch, int number, TestBatch? askedBy)
    {
        _conductor = conductor;
        _batch = batch;
        Number = number;
        AskedBy = askedBy;
        Keys = batch.BoxKeys();
    }

    /// <summary>Counts the batches of the test, from 1 on.</summary>
    public int Number { get; }

    /// <summary>The loader's name.</summary>
    public string LoaderName => _batch.LoaderName;

    /// <summary>The loader, or the family of a loader with arguments.</summary>
    public object Loader => _batch.Loader;

    /// <summary>What a loader with arguments was asked with; null for others.</summary>
    public object? Argument => _batch.Argument;

    /// <summary>The keys, in the order in which they were asked for.</summary>
    public IReadOnlyList<object> Keys { get; }

    /// <summary>Fires when nobody waits for the batch any more.</summary>
    public CancellationToken CancellationToken => _batch.CancellationToken;

    /// <summary>Whether the batch method was called, or an answer given in its place.</summary>
    public bool IsStarted => Volatile.Read(ref _running) is not null;

    /// <summary>Whether the callers have their answers.</summary>
    public bool IsCompleted => _callers.Task.IsCompleted;

    internal Task Callers => _callers.Task;

    /// <summary>The batch whose method asked for the keys.</summary>
    internal TestBatch? AskedBy { get; }

    internal bool IsTaken { get; set; }

    internal bool IsRunning => _running is { IsCompleted: false };

    internal bool IsAnswered => _running is { IsCompleted: true };

    /// <summary>Calls the batch method.</summary>
    /// <returns>A task that is done when the method is; it does not fail with it. The callers wait on.</returns>
    /// <exception cref="InvalidOperationException">The batch was started before.</exception>
    public Task StartAsync()
    {
        Take();
        if (IsStarted)
            throw new InvalidOperationException($"{this} was started before.");
        _conductor.Do(Start);
        return _answered.Task;
    }

    /// <summary>Answers the callers with what the batch method brings, which is called if it was not started before.</summary>
    /// <returns>A task that is done when the callers' code has come to rest.</returns>
    public async Task CompleteAsync()
    {
        Take();
        if (!IsStarted)
            _conductor.Do(Start);
        await _answered.Task;
        _conductor.Do(Complete);
        await _conductor.RestAsync();
    }

    /// <summary>Answers the callers with values of the test's; the batch method is not called.</summary>
    /// <param name="values">
    /// One for each key, in the order of <see cref="Keys"/>: a value, an exception for a key that fails, or null for one that has no value.
    /// </param>
    /// <returns>A task that is done when the callers' code has come to rest.</returns>
    /// <exception cref="InvalidOperationException">The batch was started before.</exception>
    public Task AnswerAsync(params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return InsteadAsync(() =>
        {
            _batch.Answer(values);
            return Task.CompletedTask;
        });
    }

    /// <summary>Answers the callers with values of the test's; the batch method is not called.</summary>
    /// <param name="values">Values, or exceptions, by key. A key that is not there has no value.</param>
    /// <returns>A task that is done when the callers' code has come to rest.</returns>
    /// <exception cref="InvalidOperationException">The batch was started before.</exception>
    public Task AnswerAsync(IDictionary values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return AnswerAsync([.. Keys.Select(key => values[key])]);
    }

    /// <summary>Fails the batch; the batch method is not called.</summary>
    /// <param name="error">What it fails with.</param>
    /// <returns>A task that is done when the callers' code has come to rest.</returns>
    /// <exception cref="InvalidOperationException">The batch was started before.</exception>
    public Task FailAsync(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return InsteadAsync(() => Task.FromException(error));
    }

    /// <summary>Ends the batch as a backend does that has cancelled it; the batch method is not called.</summary>
    /// <returns>A task that is done when the callers' code has come to rest.</returns>
    /// <exception cref="InvalidOperationException">The batch was started before.</exception>
    public Task CancelAsync() => InsteadAsync(static () => Task.FromCanceled(new CancellationToken(canceled: true)));

    /// <inheritdoc/>
    public override string ToString()
        => $"{LoaderName} #{Number}{(Argument is null ? "" : $" with {Argument}")} {Text.Of(Keys)}";

    internal void Start() => Start(_batch.CallMethod);

    /// <summary>Lets the callers go on, on this thread.</summary>
    internal void Complete()
    {
        Task running = _running!; // Is called once the method is done.
        if (running.IsFaulted)
            _callers.TrySetException(running.Exception.InnerExceptions);
        else if (running.IsCanceled)
            _callers.TrySetCanceled(TokenOf(running));
        else
            _callers.TrySetResult();
    }

    /// <summary>The test is over.</summary>
    internal void Abandon()
    {
        _answered.TrySetResult();
        _callers.TrySetCanceled();
    }

    internal IDisposable Hold() => _batch.Hold();

    internal object Scope => _batch.Scope;

    internal string DescribeScope() => _batch.Describe();

    private static CancellationToken TokenOf(Task canceled)
    {
        try
        {
            canceled.GetAwaiter().GetResult();
            return default;
        }
        catch (OperationCanceledException error)
        {
            return error.CancellationToken;
        }
    }

    private void Take() => IsTaken = true;

    private async Task InsteadAsync(Func<Task> answer)
    {
        Take();
        if (IsStarted)
            throw new InvalidOperationException($"{this} was started before: its method brings the answer.");
        _conductor.Do(() => Start(answer));
        await _answered.Task;
        if (_running is { IsFaulted: true, Exception.InnerException: InvalidCastException or BatchContractException } broken)
            await broken;
        _conductor.Do(Complete);
        await _conductor.RestAsync();
    }

    // As the runtime does: in the context of the load that opened the batch.
    private void Start(Func<Task> method)
    {
        if (IsStarted)
            return;
        if (_context is null)
            Call(method);
        else
            ExecutionContext.Run(_context, _ => Call(method), null);

        // Call has set it.
        _running!.ContinueWith(
            _ =>
            {
                _answered.TrySetResult();
                _conductor.Wake();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Call(Func<Task> method)
    {
        TestBatch? outer = Conductor.Asking.Value;
        Conductor.Asking.Value = this;
        try
        {
            Volatile.Write(ref _running, method());
        }
        catch (Exception error)
        {
            Volatile.Write(ref _running, Task.FromException(error));
        }

        Conductor.Asking.Value = outer;
    }
}
