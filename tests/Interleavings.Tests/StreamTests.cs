using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>A stream that brings values while others serve them: each key is served, once, with its own value.</summary>
public class StreamTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void F7_Values_that_arrive_while_others_are_served() => Explore(2, static run =>
    {
        var feed = new Feed(run, failsAfter: int.MaxValue);
        run.Thread("sends", () => feed.LoadInFrame(1, 2, 3));
        return () => feed.Check(1, 2, 3);
    });

    [Fact]
    public void F7_All_that_has_arrived_is_served_before_the_stream_ends() => Explore(2, static run =>
    {
        var feed = new Feed(run, failsAfter: int.MaxValue) { EndsWhenAllAreServed = true };
        run.Thread("sends", () => feed.LoadInFrame(1, 2, 3));
        return () => feed.Check(1, 2, 3);
    });

    [Fact]
    public void F7_A_value_that_arrives_against_a_load_of_its_key() => Explore(1, static run =>
    {
        var feed = new Feed(run, failsAfter: int.MaxValue);
        run.Thread("sends", () => feed.LoadInFrame(1, 2));
        run.Thread("loads", () => feed.Load(2));
        return () => feed.Check(1, 2);
    });

    [Fact]
    public void F7_A_stream_that_breaks_off_while_its_values_are_served() => Explore(2, static run =>
    {
        var feed = new Feed(run, failsAfter: 2);
        run.Thread("sends", () => feed.LoadInFrame(1, 2, 3));
        return () => feed.Check(1, 2);
    });

    [Fact]
    public void F7_The_end_of_the_scope_against_a_value_that_arrives() => Explore(1, static run =>
    {
        var feed = new Feed(run, failsAfter: int.MaxValue);
        run.Thread("sends", () => feed.LoadInFrame(1, 2));
        run.Thread("ends", feed.Scope.Dispose);
        return () => feed.Check();
    });

    private sealed class Feed(Run run, int failsAfter)
    {
        private readonly List<(int Key, Task<int> Task)> _loads = [];

        public LoaderScope Scope { get; } = new();

        public bool EndsWhenAllAreServed { get; init; }

        private BatchLoader<int, int> Loader => field ??= new Streamed(Values, Scope);

        public void LoadInFrame(params int[] keys)
        {
            try
            {
                using (Scope.OpenFrame())
                    Array.ForEach(keys, Load);
            }
            catch (ObjectDisposedException)
            {
            }
        }

        public void Load(int key)
        {
            Task<int> task = Loader.LoadAsync(key);
            _loads.Add((key, task));
            run.Expect(task);
        }

        /// <summary>These keys have their values; the others may have failed.</summary>
        public void Check(params int[] served)
        {
            foreach ((int key, Task<int> task) in _loads)
            {
                Assert.True(task.IsCompleted);
                if (served.Contains(key) || task.IsCompletedSuccessfully)
                    Assert.Equal(key * 10, task.Result);
                else
                    Assert.True(task.Exception!.InnerException is ObjectDisposedException or FormatException, task.Exception.ToString());
            }
        }

        // Each value is a step of its own: those who serve may go on before the next one.
        private async IAsyncEnumerable<KeyValuePair<int, int>> Values(int[] keys)
        {
            await Task.CompletedTask;
            for (int i = 0; i < keys.Length; i++)
            {
                if (i == failsAfter)
                    throw new FormatException();
                yield return new(keys[i], keys[i] * 10);
            }

            if (EndsWhenAllAreServed)
                Run.WaitUntil(() => _loads.TrueForAll(static load => load.Task.IsCompleted));
        }
    }

    private sealed class Streamed(Func<int[], IAsyncEnumerable<KeyValuePair<int, int>>> values, LoaderScope scope)
        : BatchLoader<int, int>(new("Streamed"), scope)
    {
        protected override Task LoadBatchAsync(Batch<int, int> batch) => batch.SetStreamAsync(values(batch.CopyKeys()));
    }
}
