using DataLoader.Testing.Running;

namespace DataLoader.Testing;

/// <summary>
/// Runs code that loads so that the test decides when batches start and what they bring. The code runs on one thread at a time. When all of it waits, the
/// oldest batch goes on by itself: started, then answered; a batch that the test has taken (<see cref="NextAsync{TLoader}"/>) waits for the test. No time passes
/// but that of <see cref="Time"/>. Needs no test framework, and none disturbs it: the code runs without the <see cref="SynchronizationContext"/> and the
/// scheduler of the runner.
/// </summary>
/// <remarks>
/// What the code awaits besides loaders, with <c>ConfigureAwait(false)</c> or <c>Task.Run</c>, runs outside of the harness: it is waited for, but when it is done
/// is its own affair, and an order that depends on it is not repeated exactly.
/// </remarks>
public sealed class LoaderTest
{
    private readonly Conductor _conductor;

    internal LoaderTest(Conductor conductor)
    {
        _conductor = conductor;
        Time = conductor.Time;
        Observer = conductor.Gate;
        Scope = new LoaderScope([Observer]);
        Batches = new LoaderBatches(conductor, null);
        conductor.Add(Scope);
    }

    /// <summary>A scope for the loaders of the test. It is disposed when the test has ended.</summary>
    public LoaderScope Scope { get; }

    /// <summary>
    /// Brings the batches of other scopes under the harness: register it in a container, <c>services.AddSingleton(test.Observer)</c>, and every
    /// scope of the container is the test's.
    /// </summary>
    public LoaderObserver Observer { get; }

    /// <summary>The batches until now.</summary>
    public LoaderBatches Batches { get; }

    /// <summary>The clock of the test. When all code waits, and no batch does, it goes to its next timer by itself.</summary>
    public TestTime Time { get; }

    /// <summary>Runs a test.</summary>
    /// <param name="body">The test: it makes loaders with <see cref="Scope"/>, calls the code under test and says what it expects.</param>
    /// <param name="options">Settings.</param>
    /// <returns>A task that fails with what the body fails with.</returns>
    /// <exception cref="LoaderTestException">(In the task.) An expectation does not hold, or the code comes no further.</exception>
    public static Task RunAsync(Func<LoaderTest, Task> body, LoaderTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        options ??= new();
        return Task.Run(() => Conductor.RunAsync(body, options, new Choices(options.Order)));
    }

    /// <summary>
    /// Runs a test under the orders in which its batches can start and be answered and its timers fire: those with the fewest changes of the usual order first.
    /// </summary>
    /// <param name="body">The test. It is run many times, and must begin afresh each time.</param>
    /// <param name="options">Settings: how many orders, and from which seed.</param>
    /// <returns>How many orders were run.</returns>
    /// <exception cref="LoaderTestException">
    /// (In the task.) An order breaks the test. The message has the order, with as few changes as possible, and how to run it again; the inner exception is
    /// the test's.
    /// </exception>
    public static Task<Exploration> ExploreAsync(Func<LoaderTest, Task> body, LoaderTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Task.Run(() => Explorer.RunAsync(body, options ?? new()));
    }

    /// <summary>Runs code that loads, and fails when it takes more batches than it may: the test against N+1 queries.</summary>
    /// <param name="batches">How many batches it may take.</param>
    /// <param name="body">The code.</param>
    /// <returns>A task that fails with what the body fails with.</returns>
    /// <exception cref="LoaderTestException">(In the task.) It takes more. The message shows them.</exception>
    public static Task AtMostAsync(int batches, Func<LoaderScope, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(async test =>
        {
            await body(test.Scope);
            test.Batches.ShouldBeAtMost(batches);
        });
    }

    /// <summary>
    /// Takes the next batch of a loader that has not been started: the test decides from now on what becomes of it. Comes back at once when one waits.
    /// </summary>
    /// <typeparam name="TLoader">The loader, or one of its base types or interfaces.</typeparam>
    /// <returns>The batch.</returns>
    public Task<TestBatch> NextAsync<TLoader>() => _conductor.NextAsync(static batch => batch.Loader is TLoader);

    /// <summary>Takes the next batch of any loader.</summary>
    /// <returns>The batch.</returns>
    public Task<TestBatch> NextAsync() => _conductor.NextAsync(static _ => true);

    /// <summary>Waits until all code waits: for batches, for timers, for the test.</summary>
    /// <returns>A task that is done then.</returns>
    public Task RestAsync() => _conductor.RestAsync();

    /// <summary>What the loaders did until now, as text, with the keys of batches that have not been answered.</summary>
    /// <returns>The text.</returns>
    public string Describe() => _conductor.Describe();
}
