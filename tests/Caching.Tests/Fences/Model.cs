using System.Runtime.InteropServices;

namespace DataLoader.Caching.Tests.Fences;

/// <summary>
/// All orders of the steps of some readers and writers on two keys, with losses at any moment. A reader looks both keys up, reads both from the database and
/// fills what it missed, some times over. A writer writes and then invalidates. A state is stale when the cache gives a value out that is older than the last
/// write whose invalidation has completed.
/// </summary>
/// <param name="protocol">How they use the cache.</param>
/// <param name="readers">How many readers there are.</param>
/// <param name="rounds">How often each reads.</param>
/// <param name="writers">The writers: whether each writes both keys together, or one after the other.</param>
/// <param name="losses">How many losses there are at most.</param>
internal sealed class Model(Protocol protocol, int readers, int rounds, bool[] writers, int losses)
{
    private const int Keys = 2;

    // Where things stand in a state.
    private const int Database = 0;
    private const int Floor = Database + Keys;
    private const int Cache = Floor + Keys;
    private const int Counter = Cache + Keys;
    private const int Losses = Counter + Keys;
    private const int Actors = Losses + 1;

    // Of an actor: its step; and of a reader the tickets, and the versions that it has read.
    private const int Tickets = 1;
    private const int Read = Tickets + Keys;
    private const int ActorSize = Read + Keys;

    // Of a reader: look up, look up, read, fill, fill.
    private const int StepsOfRound = 5;

    private readonly HashSet<State> _known = [];
    private readonly Queue<State> _open = new();
    private readonly Dictionary<State, (State Before, string Step)> _ways = [];
    private State _current;
    private bool _keepsWays;

    public int StateCount => _known.Count;

    public int StaleCount { get; private set; }

    /// <summary>How many states give out what was written last, after an invalidation: else nothing was ever stored, which is never stale.</summary>
    public int FreshCount { get; private set; }

    /// <summary>The shortest way to a stale state.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Visits every state that can be reached, or those up to the first stale one.</summary>
    public Model Explore(bool untilStale = false)
    {
        _keepsWays = untilStale;
        State start = default;
        start[Losses] = (byte)losses;
        Visit(start, "");
        while (_open.TryDequeue(out _current) && !(untilStale && StaleCount > 0))
        {
            for (int actor = 0; actor < readers; actor++)
                StepOfReader(actor);
            for (int writer = 0; writer < writers.Length; writer++)
                StepOfWriter(readers + writer, writers[writer]);
            for (int key = 0; key < Keys && _current[Losses] > 0; key++)
                Lose(key);
        }

        return this;
    }

    private void StepOfReader(int actor)
    {
        int at = Actors + (actor * ActorSize);
        int step = _current[at];
        if (step == rounds * StepsOfRound)
            return;

        State next = _current;
        next[at]++;
        int key = step % StepsOfRound;
        switch (key)
        {
            case 0 or 1:
                Slot slot = SlotOf(ref next, key);
                next[at + Tickets + key] = 0;
                if (!protocol.IsHit(slot))
                    next[at + Tickets + key] = (byte)protocol.LookUp(ref slot, 1 + (actor * rounds) + (step / StepsOfRound));
                Put(ref next, key, slot);
                Visit(next, $"reader {actor} looks key {key} up");
                break;
            case 2:
                (next[at + Read], next[at + Read + 1]) = (next[Database], next[Database + 1]);
                Visit(next, $"reader {actor} reads");
                break;
            default:
                key -= 3;
                slot = SlotOf(ref next, key);
                if (next[at + Tickets + key] is not Protocol.None and byte ticket)
                    protocol.Fill(ref slot, ticket, next[at + Read + key]);
                Put(ref next, key, slot);

                // What it knew is forgotten, so that states that differ in nothing else are one.
                (next[at + Tickets + key], next[at + Read + key]) = (0, 0);
                Visit(next, $"reader {actor} fills key {key}");
                break;
        }
    }

    private void StepOfWriter(int actor, bool together)
    {
        int at = Actors + (actor * ActorSize);
        int step = _current[at];
        State next = _current;
        next[at]++;
        if (together ? step == 0 : step is 0 or 2)
        {
            // The version that it has written is what its invalidation is about.
            for (int key = together ? 0 : step / 2; key < (together ? Keys : (step / 2) + 1); key++)
                next[at + Read + key] = ++next[Database + key];
            Visit(next, $"writer {actor - readers} writes");
        }
        else if (step < (together ? 3 : 4))
        {
            int key = together ? step - 1 : step / 2;
            Slot slot = SlotOf(ref next, key);
            protocol.Invalidate(ref slot, 1 + actor - readers);
            Put(ref next, key, slot);
            next[Floor + key] = Math.Max(next[Floor + key], next[at + Read + key]);
            Visit(next, $"writer {actor - readers} invalidates key {key}");
        }
    }

    private void Lose(int key)
    {
        State before = _current;
        foreach (Slot left in protocol.Losses(SlotOf(ref before, key)))
        {
            State next = _current;
            next[Losses]--;
            Put(ref next, key, left);
            Visit(next, $"something of key {key} is lost");
        }
    }

    private void Visit(State state, string step)
    {
        if (!_known.Add(state))
            return;
        if (_keepsWays)
            _ways[state] = (_current, step);
        _open.Enqueue(state);
        for (int key = 0; key < Keys; key++)
        {
            Slot slot = SlotOf(ref state, key);
            if (!protocol.IsHit(slot))
                continue;
            if (slot.Number >= state[Floor + key])
            {
                FreshCount += state[Floor + key] > 0 ? 1 : 0;
                continue;
            }

            StaleCount++;
            if (_keepsWays)
                FirstFailure ??= WayTo(state);
        }
    }

    private string WayTo(State state)
    {
        List<string> steps = [];
        for (; _ways[state].Step.Length > 0; state = _ways[state].Before)
            steps.Add(_ways[state].Step);
        steps.Reverse();
        return string.Join("; ", steps);
    }

    private static Slot SlotOf(ref State state, int key)
        => new((Content)(state[Cache + key] >> 5), state[Cache + key] & 31, state[Counter + key]);

    private static void Put(ref State state, int key, Slot slot)
    {
        state[Cache + key] = (byte)(((int)slot.Content << 5) | slot.Number);
        state[Counter + key] = (byte)slot.Counter;
    }

    /// <summary>Everything, in 32 bytes.</summary>
    private record struct State(ulong A, ulong B, ulong C, ulong D)
    {
        public byte this[int index]
        {
            get => MemoryMarshal.AsBytes(new Span<State>(ref this))[index];
            set => MemoryMarshal.AsBytes(new Span<State>(ref this))[index] = value;
        }
    }
}
