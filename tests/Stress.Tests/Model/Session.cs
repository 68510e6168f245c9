using Xunit.Sdk;

namespace DataLoader.Stress.Model;

/// <summary>Runs commands on a real loader and on the model, and compares what can be seen after each.</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Variant _variant;
    private readonly ManualBatchScheduler _scheduler = new();
    private readonly CancellationTokenSource _requestAborted = new();
    private readonly LoaderScope _scope;
    private readonly Backend _backend;
    private readonly BatchLoader<int, int> _loader;
    private readonly PureLoader _model;
    private readonly List<Caller> _callers = [];

    private Session(Variant variant)
    {
        _variant = variant;
        _scope = new LoaderScope(_requestAborted.Token);
        _backend = new Backend(variant);
        _loader = Loaders.Make(variant, _backend.RunAsync, _scope, _scheduler);
        _model = new PureLoader(variant);
    }

    /// <summary>Runs the commands.</summary>
    /// <returns>What was wrong, or null.</returns>
    public static string? Run(Variant variant, IReadOnlyList<Command> commands)
    {
        using var session = new Session(variant);
        int i = 0;
        try
        {
            // On a thread of its own: an endless loop in the runtime must be a failure, not a hang.
            var run = new Thread(() =>
            {
                for (; i < commands.Count && session.Failure is null; i++)
                    session.Failure = session.Step(commands[i]);
            })
            { IsBackground = true };
            run.Start();
            if (!run.Join(Patience))
                return $"command {i}, {commands[i]}: does not return";
            return session.Failure is null ? null : $"command {i - 1}, {commands[i - 1]}: {session.Failure}";
        }
        finally
        {
            if (session.Failure is null && i == commands.Count)
                session._scope.Dispose();
        }
    }

    private string? Failure { get; set; }

    public void Dispose() => _requestAborted.Dispose();

    private string? Step(Command command)
    {
        try
        {
            Do(command);
            Check();
            return null;
        }
        catch (Exception error)
        {
            return error is XunitException ? error.Message : error.ToString();
        }
    }

    private void Do(Command command)
    {
        switch (command.Verb)
        {
            case Verb.Load:
                Call(mayLeave: false, [command.Key], _ => _loader.LoadAsync(command.Key), promises => promises[0].Outcome);
                break;
            case Verb.LoadWithToken:
                Call(mayLeave: true, [command.Key], token => _loader.LoadAsync(command.Key, token), promises => promises[0].Outcome);
                break;
            case Verb.LoadMany:
                Call(mayLeave: false, command.Keys, _ => _loader.LoadManyAsync(command.Keys), Gathered);
                break;
            case Verb.LoadManyWithToken:
                Call(mayLeave: true, command.Keys, token => _loader.LoadManyAsync(command.Keys, token), Gathered);
                break;
            case Verb.LoadManySettled:
                Call(mayLeave: false, command.Keys, _ => _loader.LoadManySettledAsync(command.Keys), Settled);
                break;
            case Verb.Clear:
                _loader.Clear(command.Key);
                _model.Clear(command.Key);
                break;
            case Verb.ClearAll:
                _loader.ClearAll();
                _model.ClearAll();
                break;
            case Verb.Prime:
                _loader.Prime(command.Key, command.B);
                _model.Prime(command.Key, new Promise(command.Key) { Outcome = new Expected.Value(command.B) });
                break;
            case Verb.PrimeError:
                var primed = new InvalidOperationException("primed");
                _loader.PrimeError(command.Key, primed);
                _model.Prime(command.Key, new Promise(command.Key) { Outcome = new Expected.Error(primed) });
                break;
            case Verb.Dispatch:
                int sent = _scheduler.Dispatch();
                int expected = _model.Dispatch();
                Assert.True(expected == 0 || sent <= expected, $"{sent} batches sent, {expected} expected");
                break;
            case Verb.Succeed or Verb.FailBatch or Verb.FailSomeKeys:
                Answer(command);
                break;
            case Verb.Cancel:
                Cancel(command);
                break;
            case Verb.Abort when !_model.IsDisposed:
                _requestAborted.Cancel();
                _model.Abort();
                break;
            case Verb.Dispose:
                _scope.Dispose();
                if (!_model.IsDisposed)
                    _model.Dispose();
                break;
        }
    }

    private void Call(bool mayLeave, int[] keys, Func<CancellationToken, Task> load, Func<Promise[], Expected> expects)
    {
        if (_model.IsDisposed)
        {
            Action throws = () => load(default);
            Assert.Throws<ObjectDisposedException>(throws);
            return;
        }

        CancellationTokenSource? source = mayLeave ? new() : null;
        Task task = load(source?.Token ?? default);
        Promise[] promises = _model.IsAborted
            ? [.. keys.Select(key => new Promise(key) { Outcome = Expected.Cancelled })]
            : [.. keys.Select(key => _model.Load(key, mayLeave))];
        _callers.Add(new Caller(task, promises, () => expects(promises), source));

        // Row A10: one promise that is settled, one task. (Before, further callers have tasks of their own: row A19.)
        if (!mayLeave && task is Task<int> { IsCompleted: true } shared && !_model.IsAborted)
        {
            promises[0].Task ??= shared;
            Assert.Same(promises[0].Task, shared);
        }
    }

    private void Cancel(Command command)
    {
        Caller[] present = [.. _callers.Where(caller => caller is { Source: not null, IsSettled: false })];
        if (present.Length == 0)
            return;
        Caller caller = present[command.A % present.Length];
        caller.Source!.Cancel();
        caller.Leave();
        _model.Leave(caller);
    }

    private void Answer(Command command)
    {
        if (_model.Running.Count == 0)
            return;
        ModelBatch batch = _model.Running[command.A % _model.Running.Count];
        Backend.Call call = _backend.Calls[_model.Started.IndexOf(batch)];
        if (command.Verb == Verb.FailBatch)
        {
            var error = new InvalidOperationException($"batch {call.Number}");
            call.Answer.SetException(error);
            _model.Complete(batch, _ => new Expected.Error(error), evict: true);
            return;
        }

        if (command.Verb == Verb.FailSomeKeys && _variant.Shape != Shape.Values)
        {
            foreach (int key in call.Keys.Where(key => (_variant.IdentityOf(key) + command.B) % 2 == 0))
                call.KeyErrors.TryAdd(key, new InvalidOperationException($"key {key} of batch {call.Number}"));
        }

        call.Answer.SetResult();
        _model.Complete(batch, promise => OutcomeOf(promise, call), evict: false);
    }

    private Expected OutcomeOf(Promise promise, Backend.Call call)
    {
        if (call.KeyErrors.TryGetValue(promise.Key, out Exception? error))
            return _variant.Shape == Shape.Results ? new Expected.Error(error) : new Expected.ErrorOf(typeof(KeyNotFoundException));

        // The one row of an identity is that of its first key.
        int key = _variant.Shape == Shape.Rows ? call.Keys.First(it => _variant.IdentityOf(it) == _variant.IdentityOf(promise.Key)) : promise.Key;
        return new Expected.Value(call.ValueFor(key));
    }

    private static Expected Gathered(Promise[] promises)
    {
        foreach (Promise promise in promises)
        {
            if (promise.Outcome is not Expected.Value)
                return promise.Outcome;
        }

        return new Expected.Value(promises.Select(promise => promise.Outcome).ToArray());
    }

    private static Expected Settled(Promise[] promises)
        => promises.Any(promise => promise.IsPending) ? Expected.Pending : new Expected.Value(promises.Select(promise => promise.Outcome).ToArray());

    private void Check()
    {
        Assert.Equal(_model.Started.Select(batch => string.Join(',', batch.Promises.Select(promise => promise.Key))), _backend.Calls.Select(call => string.Join(',', call.Keys)));
        for (int i = 0; i < _backend.Calls.Count; i++)
        {
            bool fired = _backend.Calls[i].Token.IsCancellationRequested;
            ModelBatch batch = _model.Started[i];
            Assert.True(
                fired == _model.TokenHasFired(batch) || !_model.Running.Contains(batch), $"the token of batch {i} {(fired ? "has" : "has not")} fired");
        }

        for (int i = 0; i < _callers.Count; i++)
        {
            Caller caller = _callers[i];
            if (caller.IsSettled)
                continue;
            caller.Update();
            Judge.Check($"caller {i} of keys [{string.Join(',', caller.Promises.Select(promise => promise.Key))}]", caller.Task, caller.Expected);
        }
    }
}
