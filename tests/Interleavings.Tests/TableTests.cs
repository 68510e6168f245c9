using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>The table: hits without a lock against everything that changes it.</summary>
public class TableTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void X1_A_hit_while_the_table_grows(int settled) => Explore(2, run =>
    {
        // Four and sixteen keys fill a table, without buckets and with them: the next key makes it grow.
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, settled);
        Task<int> first = users.LoadAsync(1);
        Task<int> last = users.LoadAsync(settled);
        run.Thread("hits", () =>
        {
            Assert.Same(first, users.LoadAsync(1));
            Assert.Same(last, users.LoadAsync(settled));
        });
        run.Thread("grows", () => backend.Load(users, 21));
        run.Thread("sends", () => manual.Dispatch());
        return () => CheckAll(backend, manual);
    });

    [Fact]
    public void S9_Loads_of_one_key_while_the_table_grows() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 3);
        Task<int>? one = null;
        Task<int>? two = null;
        run.Thread("one", () =>
        {
            backend.Load(users, 21);
            one = backend.Load(users, 22);
        });
        run.Thread("two", () => two = backend.Load(users, 22));
        return () =>
        {
            Assert.Same(one, two);
            CheckAll(backend, manual);
        };
    });

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void C1_A_hit_against_a_clear(int settled) => Explore(3, run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, settled);
        Task<int> old = users.LoadAsync(1);
        Task<int>? hit = null;
        Task<int>? after = null;
        run.Thread("hits", () => hit = backend.Load(users, 1));
        run.Thread("clears", () =>
        {
            users.Clear(1);
            after = backend.Load(users, 1);
        });
        return () =>
        {
            Assert.NotSame(old, after);
            Assert.True(ReferenceEquals(hit, old) || ReferenceEquals(hit, after));
            Assert.Same(after, users.LoadAsync(1));
            CheckAll(backend, manual);
        };
    });

    [Fact]
    public void C2_Loads_against_a_clear_of_all() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 2);
        Task<int> old = users.LoadAsync(1);
        Task<int>? hit = null;
        Task<int>? after = null;
        run.Thread("loads", () =>
        {
            backend.Load(users, 21);
            hit = backend.Load(users, 1);
        });
        run.Thread("clears", () =>
        {
            users.ClearAll();
            after = backend.Load(users, 1);
        });
        return () =>
        {
            Assert.NotSame(old, after);
            Assert.True(ReferenceEquals(hit, old) || ReferenceEquals(hit, after));
            Assert.Same(after, users.LoadAsync(1));
            CheckAll(backend, manual);
        };
    });

    [Fact]
    public void C2_A_clear_of_all_while_the_table_grows_and_is_sent() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 3);
        run.Thread("loads", () =>
        {
            backend.Load(users, 21);
            backend.Load(users, 22);
        });
        run.Thread("clears", () => users.ClearAll());
        run.Thread("sends", () => manual.Dispatch());
        return () => CheckAll(backend, manual);
    });

    [Fact]
    public void U7_A_clear_of_a_pending_key_against_its_cut() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 0);
        Task<int> first = backend.Load(users, 1);
        Task<int>? second = null;
        run.Thread("clears", () =>
        {
            users.Clear(1);
            second = backend.Load(users, 1);
        });
        run.Thread("sends", () => manual.Dispatch());
        return () =>
        {
            Assert.NotSame(first, second);
            CheckAll(backend, manual);
            Assert.Same(second, users.LoadAsync(1));
        };
    });

    [Fact]
    public void C6_A_prime_against_a_load() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 0);
        var primed = Task.FromResult(177);
        Task<int>? one = null;
        Task<int>? two = null;
        run.Thread("primes", () => users.Prime(1, primed));
        run.Thread("one", () => one = backend.Load(users, 1));
        run.Thread("two", () => two = backend.Load(users, 1));
        return () =>
        {
            // Whether it is the primed task or that of a load: it is the same for all (row A10).
            Assert.Same(one, two);
            Assert.Same(one, users.LoadAsync(1));
            CheckAll(backend, manual, primed);
        };
    });

    [Fact]
    public void C1_A_clear_while_the_table_grows() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 4);
        Task<int> old = users.LoadAsync(1);
        run.Thread("clears", () => users.Clear(1));
        run.Thread("grows", () => backend.Load(users, 5));
        return () =>
        {
            Assert.NotSame(old, backend.Load(users, 1));
            CheckAll(backend, manual);
        };
    });

    [Fact]
    public void C6_A_prime_that_lost_against_a_load_is_not_remembered_when_the_load_fails() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true, IsPrompt = false, Fails = static _ => true };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        var primed = Task.FromResult(177);
        Task<int>? one = null;
        run.Thread("primes", () => users.Prime(1, primed));
        run.Thread("loads", () => one = users.LoadAsync(1));
        return () =>
        {
            manual.Dispatch();
            Assert.Equal(ReferenceEquals(one, primed), ReferenceEquals(users.LoadAsync(1), primed));
            _ = one!.Exception;
        };
    });

    [Fact]
    public void C6_Two_primes_against_a_load() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 0);
        var first = Task.FromResult(177);
        var second = Task.FromResult(178);
        Task<int>? one = null;
        run.Thread("first", () => users.Prime(1, first));
        run.Thread("second", () => users.Prime(1, second));
        run.Thread("loads", () => one = backend.Load(users, 1));
        return () =>
        {
            Assert.Same(one, users.LoadAsync(1));
            CheckAll(backend, manual, first, second);
        };
    });

    [Fact]
    public void C6_Who_primes_a_key_that_another_is_priming_finds_what_was_primed() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 0);
        var first = Task.FromResult(177);
        var second = Task.FromResult(178);
        Task<int>? one = null;
        run.Thread("first", () => users.Prime(1, first));
        run.Thread("second", () =>
        {
            users.Prime(1, second);
            one = backend.Load(users, 1);
        });
        return () =>
        {
            Assert.True(ReferenceEquals(one, first) || ReferenceEquals(one, second));
            Assert.Same(one, users.LoadAsync(1));
            CheckAll(backend, manual, first, second);
        };
    });

    [Fact]
    public void C9_A_primed_error_against_a_load() => Explore(3, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 0);
        var error = new InvalidOperationException("primed");
        Task<int>? one = null;
        run.Thread("primes", () => users.PrimeError(1, error));
        run.Thread("loads", () => one = backend.Load(users, 1));
        return () =>
        {
            Assert.Same(one, users.LoadAsync(1));
            if (one!.IsFaulted)
                CheckAll(backend, manual, one);
            else
                CheckAll(backend, manual);
        };
    });

    [Fact]
    public void C7_A_clear_and_a_prime_against_a_load() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 1);
        Task<int> old = users.LoadAsync(1);
        var primed = Task.FromResult(177);
        Task<int>? one = null;
        run.Thread("replaces", () => users.Clear(1).Prime(1, primed));
        run.Thread("loads", () => one = backend.Load(users, 1));
        return () =>
        {
            // Found before the clear; or after it, and then it is what is remembered.
            Assert.True(ReferenceEquals(one, old) || ReferenceEquals(one, users.LoadAsync(1)));
            CheckAll(backend, manual, primed);
        };
    });

    [Fact]
    public void C2_A_prime_against_a_clear_of_all() => Explore(2, static run =>
    {
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 0);
        var primed = Task.FromResult(177);
        Task<int>? one = null;
        Task<int>? two = null;
        run.Thread("primes", () =>
        {
            users.Prime(1, primed);
            one = backend.Load(users, 1);
        });
        run.Thread("clears", () =>
        {
            users.ClearAll();
            two = backend.Load(users, 1);
        });
        return () =>
        {
            Assert.Same(two, users.LoadAsync(1));
            Assert.True(ReferenceEquals(one, primed) || ReferenceEquals(one, two));
            CheckAll(backend, manual, primed);
        };
    });

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void X2_A_load_against_the_completion_of_its_batch(int keys) => Explore(1, run =>
    {
        var backend = new Backend(run);
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<int> first = null!;
        for (int key = keys; key > 0; key--)
            first = backend.Load(users, key);
        manual.Dispatch();
        run.Thread("joins", () => Assert.Same(first, backend.Load(users, 1)));
        run.Thread("clears", () => users.Clear(keys));
        return () => backend.Check();
    });

    [Fact]
    public void X2_The_watermark_of_what_is_done_while_the_table_grows_and_shrinks() => Explore(1, static run =>
    {
        // Three done, one of them hidden: growing drops it, so that places move.
        (Backend backend, ManualBatchScheduler manual, BatchLoader<int, int> users) = Filled(run, 3, answersAtOnce: false);
        users.Clear(1);
        Task<int> third = users.LoadAsync(3);
        backend.Load(users, 21);
        manual.Dispatch();
        run.Thread("hits", () =>
        {
            Assert.Same(third, users.LoadAsync(3));
            Assert.True(users.LoadAsync(3).IsCompleted);
        });
        run.Thread("grows", () => backend.Load(users, 22));
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            backend.Check();
        };
    });

    private static (Backend Backend, ManualBatchScheduler Manual, BatchLoader<int, int> Users) Filled(
        Exploring.Run run, int settled, bool answersAtOnce = true)
    {
        var backend = new Backend(run) { AnswersAtOnce = answersAtOnce, IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        for (int key = 1; key <= settled; key++)
            backend.Load(users, key);
        manual.Dispatch();
        run.Settle();
        return (backend, manual, users);
    }

    private static void CheckAll(Backend backend, ManualBatchScheduler manual, params Task<int>[] primed)
    {
        manual.Dispatch();
        backend.Check(primed);
    }
}
