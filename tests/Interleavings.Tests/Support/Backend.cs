using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Support;

/// <summary>What the loaders of a run ask, and the judge of what their callers get.</summary>
internal sealed class Backend(Run run)
{
    private readonly BatchLoaderDefinition _definition = new("Users");
    private readonly List<(int Key, Task<int> Task)> _loads = [];
    private readonly List<SentBatch> _batches = [];

    /// <summary>The batches, in the order in which their methods were called.</summary>
    public IReadOnlyList<SentBatch> Batches => _batches;

    /// <summary>Whether a batch method is done when it returns; else an item of the pool ends it.</summary>
    public bool AnswersAtOnce { get; init; }

    /// <summary>Whether a batch that is cancelled before it is answered fails with that.</summary>
    public bool ObeysItsToken { get; init; }

    /// <summary>Whether its loads must be done when the threads have ended; else when they are checked.</summary>
    public bool IsPrompt { get; init; } = true;

    /// <summary>Which batches fail.</summary>
    public Predicate<SentBatch> Fails { get; init; } = static _ => false;

    /// <summary>How many batches run now.</summary>
    public int RunningBatches { get; private set; }

    /// <summary>The most that ran at one time.</summary>
    public int MostRunningBatches { get; private set; }

    public BatchLoader<int, int> Loader(LoaderScope? scope = null, BatchLoaderOptions<int, int>? options = null)
        => new Users(this, _definition, scope, options);

    /// <summary>Notes a load; its task must be done at the end.</summary>
    public Task<int> Note(int key, Task<int> task)
    {
        _loads.Add((key, task));
        if (IsPrompt)
            run.Expect(task);
        return task;
    }

    public Task<int> Load(BatchLoader<int, int> loader, int key) => Note(key, loader.LoadAsync(key));

    /// <summary>Does what comes after a load: at once if it is done, as an await does, else as its continuation.</summary>
    public static void Then(Task task, Action action)
    {
        if (task.IsCompleted)
            action();
        else
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(action);
    }

    /// <summary>Each value is its own key's, from a batch that had the key; and each key that was accepted was sent once.</summary>
    /// <param name="primed">Tasks that no batch answers.</param>
    public void Check(params Task<int>[] primed)
    {
        CheckValues(primed);
        foreach (var loads in _loads.Where(load => !primed.Contains(load.Task)).GroupBy(static load => load.Key))
        {
            int accepted = loads.Select(static load => load.Task).Distinct().Count();
            int sent = _batches.Sum(batch => batch.Keys.Count(key => key == loads.Key));
            Assert.True(accepted == sent, $"key {loads.Key}: {accepted} tasks, sent {sent} times");
        }

        Assert.All(_batches.SelectMany(static batch => batch.Keys), key => Assert.Contains(_loads, load => load.Key == key));
    }

    /// <summary>Each load that succeeded has its own key's value.</summary>
    public void CheckValues(params Task<int>[] primed)
    {
        foreach ((int key, Task<int> task) in _loads)
        {
            Assert.True(task.IsCompleted, $"a load of key {key} is never done");
            if (!task.IsCompletedSuccessfully || primed.Contains(task))
                continue;
            Assert.Equal(key, task.Result / 100);
            Assert.Contains(key, _batches[task.Result % 100].Keys);
        }
    }

    /// <summary>Loads fail with nothing else.</summary>
    public void CheckErrors(Predicate<Exception> expected)
    {
        foreach ((int _, Task<int> task) in _loads)
            Assert.True(task.IsCompletedSuccessfully || task.IsCanceled || expected(task.Exception!.InnerException!), task.Exception?.ToString());
    }

    /// <summary>The batch method.</summary>
    public Task Answer(Batch<int, int> batch)
    {
        // The token first: it has steps, and two batches must not get one number.
        CancellationToken token = batch.CancellationToken;
        var sent = new SentBatch(_batches.Count, batch.CopyKeys(), token);
        _batches.Add(sent);
        MostRunningBatches = Math.Max(MostRunningBatches, ++RunningBatches);
        if (AnswersAtOnce)
            return Finish(batch, sent) is { } error ? Task.FromException(error) : Task.CompletedTask;

        var done = new TaskCompletionSource();
        run.SpawnItem(() =>
        {
            // Before that .NET would run the runtime's continuation on its own pool. Such an item comes later, like this one.
            Run.WaitUntil(() => Continuation(done.Task) is not null);
            if (Finish(batch, sent) is { } error)
                done.SetException(error);
            else
                done.SetResult();
        });
        return done.Task;
    }

    private Exception? Finish(Batch<int, int> batch, SentBatch sent)
    {
        RunningBatches--;
        if (ObeysItsToken && sent.Token.IsCancellationRequested)
            return new OperationCanceledException(sent.Token);
        if (Fails(sent))
            return new InvalidOperationException($"batch {sent.Number} fails");
        batch.SetValues(Array.ConvertAll(sent.Keys, key => (key * 100) + sent.Number));
        return null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    private static extern ref object? Continuation(Task task);

    /// <summary>A batch that was sent.</summary>
    internal sealed record SentBatch(int Number, int[] Keys, CancellationToken Token);

    private sealed class Users(Backend backend, BatchLoaderDefinition definition, LoaderScope? scope, BatchLoaderOptions<int, int>? options)
        : BatchLoader<int, int>(definition, scope, options)
    {
        protected override Task LoadBatchAsync(Batch<int, int> batch) => backend.Answer(batch);
    }
}
