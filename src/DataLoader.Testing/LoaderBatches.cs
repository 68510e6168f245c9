using System.Collections;
using DataLoader.Testing.Running;

namespace DataLoader.Testing;

/// <summary>The batches of a test, in the order in which their keys were sent. Grows while the test runs; safe for threads.</summary>
public sealed class LoaderBatches : IReadOnlyList<TestBatch>
{
    private readonly Conductor _conductor;
    private readonly Func<TestBatch, bool>? _filter;

    internal LoaderBatches(Conductor conductor, Func<TestBatch, bool>? filter)
    {
        _conductor = conductor;
        _filter = filter;
    }

    /// <summary>How many there are now.</summary>
    public int Count => Snapshot().Length;

    /// <summary>The keys of each batch.</summary>
    public IReadOnlyList<IReadOnlyList<object>> Keys => Array.ConvertAll(Snapshot(), static batch => batch.Keys);

    /// <summary>One of them.</summary>
    /// <param name="index">Which one.</param>
    /// <returns>The batch.</returns>
    public TestBatch this[int index] => Snapshot()[index];

    /// <summary>The batches of one loader.</summary>
    /// <typeparam name="TLoader">The loader, or one of its base types or interfaces.</typeparam>
    /// <returns>These batches, now and later.</returns>
    public LoaderBatches Of<TLoader>() => new(_conductor, static batch => batch.Loader is TLoader);

    /// <summary>Expects batches with these keys: so many batches, with the keys in the order in which they were asked for.</summary>
    /// <param name="keys">The keys of each batch: <c>ShouldHaveKeys([1, 2], [3])</c>.</param>
    /// <exception cref="LoaderTestException">There are others.</exception>
    public void ShouldHaveKeys(params object[][] keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        TestBatch[] batches = Snapshot();
        if (batches.Length != keys.Length || !batches.Zip(keys).All(static pair => pair.First.Keys.SequenceEqual(pair.Second)))
            throw Failure($"Expected {Text.Count(keys.Length)}: {Text.Of(keys)}", $"but there {Text.AreBatches(batches.Length)}: {Text.Of(Keys)}");
    }

    /// <summary>Expects so many batches.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="LoaderTestException">There are more, or fewer.</exception>
    public void ShouldBe(int count)
    {
        TestBatch[] batches = Snapshot();
        if (batches.Length != count)
            throw Failure($"Expected {Text.Count(count)}", $"but there {Text.AreBatches(batches.Length)}: {Text.Of(Keys)}");
    }

    /// <summary>Expects no more than so many batches.</summary>
    /// <param name="count">How many there may be.</param>
    /// <exception cref="LoaderTestException">There are more.</exception>
    public void ShouldBeAtMost(int count)
    {
        TestBatch[] batches = Snapshot();
        if (batches.Length > count)
            throw Failure($"Expected at most {Text.Count(count)}", $"but there {Text.AreBatches(batches.Length)}: {Text.Of(Keys)}");
    }

    /// <inheritdoc/>
    public IEnumerator<TestBatch> GetEnumerator() => ((IEnumerable<TestBatch>)Snapshot()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TestBatch[] Snapshot()
    {
        TestBatch[] all = _conductor.Batches();
        return _filter is null ? all : Array.FindAll(all, _filter.Invoke);
    }

    private LoaderTestException Failure(string expected, string actual) => new($"{expected}, {actual}.\n\n{_conductor.Describe()}");
}
