using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using DataLoader.Table;
using DataLoader.Threading;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>What the explorer is worth: it finds what is known to be wrong, and runs the same schedule again.</summary>
public class HarnessTests(ITestOutputHelper output) : InterleavingTests(output)
{
    /// <summary>A gate as somebody may write it who does not know better.</summary>
    private sealed class BrokenGate
    {
        private int _taken;

        public void Enter()
        {
            while (Volatile.Read(ref _taken) != 0)
                Run.Yield();
            Volatile.Write(ref _taken, 1);
        }

        public void Exit() => Volatile.Write(ref _taken, 0);
    }

    [Fact]
    public void A_gate_that_tests_before_it_sets_lets_two_in()
    {
        // One must stop between its test and its write, the other one inside.
        ScheduleFailedException failure = Finds(2, run => Counting(run, new BrokenGate()));
        Assert.Contains("two are in", failure.Message);
    }

    [Fact]
    public void A_gate_that_locks_lets_one_in() => Explore(3, static run =>
    {
        var held = new Held();
        return Counting(run, held.Enter, held.Exit);
    });

    [Fact]
    public void A_table_that_does_not_look_at_its_version_has_a_key_twice()
    {
        ScheduleFailedException failure = Finds(1, static run =>
        {
            var table = new Tables(checksVersion: false);
            run.Thread("one", () => table.Load(1));
            run.Thread("two", () => table.Load(1));
            return () => Assert.Equal(1, table.Count);
        });
        Assert.Contains("Expected: 1", failure.Message);
    }

    [Fact]
    public void A_table_that_looks_at_its_version_has_a_key_once() => Explore(3, static run =>
    {
        var table = new Tables(checksVersion: true);
        run.Thread("one", () => table.Load(1));
        run.Thread("two", () => table.Load(1));
        return () => Assert.Equal(1, table.Count);
    });

    [Fact]
    public void Two_gates_in_two_orders_are_a_deadlock()
    {
        ScheduleFailedException failure = Finds(1, static run =>
        {
            var one = new Held();
            var other = new Held();
            run.Thread("one", () => Both(one, other));
            run.Thread("two", () => Both(other, one));
            return static () => { };
        });
        Assert.Contains("deadlock", failure.Message);

        static void Both(Held first, Held second)
        {
            first.Enter();
            second.Enter();
            second.Exit();
            first.Exit();
        }
    }

    [Fact]
    public void A_wake_up_that_comes_too_early_is_lost()
    {
        // The waiter looks, then waits: a signal in between is for nobody.
        ScheduleFailedException failure = Finds(1, static run =>
        {
            int done = 0;
            bool waits = false;
            var woken = new TaskCompletionSource();
            run.Thread("waits", () =>
            {
                if (Volatile.Read(ref done) == 0)
                {
                    waits = true;
                    Run.BlockOn(woken.Task);
                }
            });
            run.Thread("wakes", () =>
            {
                bool somebody = waits;
                Volatile.Write(ref done, 1);
                if (somebody)
                    woken.SetResult();
            });
            return static () => { };
        });
        Assert.Contains("deadlock", failure.Message);
    }

    [Fact]
    public void Lock_statements_are_steps()
    {
        // Without steps at lock statements no schedule could see one thread between the two sections of the other.
        ScheduleFailedException failure = Finds(1, static run =>
        {
            object key = new();
            int count = 0;
            run.Thread("one", Add);
            run.Thread("two", Add);
            return () => Assert.Equal(2, count);

            void Add()
            {
                int seen;
                lock (key)
                    seen = count;
                lock (key)
                    count = seen + 1;
            }
        });
        Assert.Contains("Expected: 2", failure.Message);
    }

    [Fact]
    public void Threads_that_wait_for_one_another_for_ever_do_not_hang_the_test()
    {
        ScheduleFailedException failure = Finds(0, static run =>
        {
            run.Thread("one", Spin);
            run.Thread("two", Spin);
            return static () => { };

            static void Spin()
            {
                while (true)
                    Run.Yield();
            }
        });
        Assert.Contains("does not end", failure.Message);
    }

    [Fact]
    public void A_failure_names_a_schedule_that_fails_again()
    {
        static Action Scenario(Run run) => Counting(run, new BrokenGate());
        string schedule = Finds(2, Scenario).Message.Split('"')[1];
        Assert.NotEmpty(schedule);

        Assert.Throws<ScheduleFailedException>(() => new Explorer(Scenario).RunReplay(schedule));
        new Explorer(Scenario).RunReplay("");
    }

    [Fact]
    public void All_orders_are_explored()
    {
        // Two threads of three steps each: every order of the six.
        var orders = new HashSet<string>();
        var explorer = new Explorer(run =>
        {
            int place = 0;
            string order = "";
            run.Thread("one", () => Write('a'));
            run.Thread("two", () => Write('b'));
            return () => orders.Add(order);

            void Write(char name)
            {
                for (int i = 0; i < 3; i++)
                {
                    Volatile.Write(ref place, i);
                    order += name;
                }
            }
        });

        Assert.True(explorer.RunAll(preemptions: 6, most: 10_000));
        Assert.Equal(20, orders.Count);
    }

    private static ScheduleFailedException Finds(int preemptions, Func<Run, Action> scenario)
        => Assert.Throws<ScheduleFailedException>(() => new Explorer(scenario).RunAll(preemptions, most: 10_000));

    private static Action Counting(Run run, BrokenGate gate) => Counting(run, gate.Enter, gate.Exit);

    private static Action Counting(Run run, Action enter, Action exit)
    {
        int inside = 0;
        run.Thread("one", Pass);
        run.Thread("two", Pass);
        return static () => { };

        void Pass()
        {
            enter();
            if (Interlocked.Increment(ref inside) != 1)
                run.Fail("two are in");
            Interlocked.Decrement(ref inside);
            exit();
        }
    }

    /// <summary>A gate that can be passed on.</summary>
    private sealed class Held
    {
        private SpinGate _gate;

        public void Enter() => _gate.Enter();

        public void Exit() => _gate.Exit();
    }

    /// <summary>A table of the runtime with a load of its own, so that its rule can be broken.</summary>
    private sealed class Tables(bool checksVersion)
    {
        private KeyTable<int, int> _table = new(null);
        private SpinGate _gate;

        public int Count => _table.PendingCount;

        public void Load(int key)
        {
            bool appended = false;
            while (!appended)
            {
                int seen = _table.Version;
                if (_table.Holds(key, key))
                    return;
                _gate.Enter();
                appended = !checksVersion || _table.Version == seen;
                if (appended)
                    Append(key);
                _gate.Exit();
            }
        }

        private void Append(int key)
        {
            if (_table.IsFull)
                _table.Grow(0);
            _table.Append(key, key, default);
        }
    }
}
