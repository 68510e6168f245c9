using System.Collections;
using System.Runtime.CompilerServices;

namespace Baselines;

/// <summary>
/// The least a loader with batches can be: a table, a list of loaders with pending keys, a batch that is the list of its keys, one call of a virtual
/// method. One thread; no errors, no cancellation, no clearing, no context, no end of the request, no telemetry: it could not be used. With locks
/// it takes those that a loader for several threads can not do without, and never needs them.
/// </summary>
public abstract class LeastLoader<TKey, TValue>(LeastScope scope, bool locks) : LeastScope.Member
    where TKey : notnull
{
    private static int s_learned = 1;
    private Entry[] _entries = [];
    private int _count;
    private int _sent;
    private int _gate;

    public Task<TValue> LoadAsync(TKey key)
    {
        int hash = key.GetHashCode();
        Entry[] entries = _entries;
        for (int at = entries.Length == 0 ? -1 : Head(entries, hash) - 1; (uint)at < (uint)entries.Length; at = entries[at].Next - 1)
        {
            if (EqualityComparer<TKey>.Default.Equals(entries[at].Key, key))
                return entries[at].Promise.Task;
        }

        Enter();
        if (_count == entries.Length)
            Grow();
        Task<TValue> task = Append(key, hash, default);
        Exit();
        if (_count - _sent == 1)
            scope.Hold(this, locks);
        return task;
    }

    internal override void Dispatch()
    {
        Enter();
        var batch = new Batch(_entries, _sent, _count - _sent);
        s_learned = _count;
        _sent = _count;
        Exit();
        if (!LoadBatchAsync(batch).IsCompletedSuccessfully)
            throw new NotSupportedException("Only batches that are done at once.");
        batch.Complete();

        // The batch is not out any more.
        Enter();
        Exit();
    }

    protected abstract Task LoadBatchAsync(Batch batch);

    private static ref int Head(Entry[] entries, int hash) => ref entries[(int)(((ulong)((uint)hash * 0x9E3779B9u) * (uint)entries.Length) >> 32)].Head;

    private Task<TValue> Append(TKey key, int hash, AsyncTaskMethodBuilder<TValue> promise)
    {
        ref Entry entry = ref _entries[_count];
        Task<TValue> task = promise.Task;
        entry.Key = key;
        entry.Promise = promise;
        ref int head = ref Head(_entries, hash);
        entry.Next = head;
        head = ++_count;
        return task;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[Math.Max(s_learned, old.Length * 2)];
        _count = 0;
        foreach (Entry entry in old)
            Append(entry.Key, entry.Key.GetHashCode(), entry.Promise);
    }

    private void Enter()
    {
        if (locks && Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
            throw new NotSupportedException("Only one thread.");
    }

    private void Exit()
    {
        if (locks)
            Volatile.Write(ref _gate, 0);
    }

    private struct Entry
    {
        public AsyncTaskMethodBuilder<TValue> Promise;
        public TKey Key;
        public int Next;
        public int Head;
    }

    public sealed class Batch : IReadOnlyList<TKey>
    {
        private readonly Entry[] _entries;
        private readonly int _first;
        private TValue[]? _values;

        internal Batch(object entries, int first, int count)
        {
            _entries = (Entry[])entries;
            _first = first;
            Count = count;
        }

        public int Count { get; }

        public TKey this[int index] => _entries[_first + index].Key;

        public void SetValues(IReadOnlyList<TValue> values)
        {
            if (values.Count != Count)
                throw new InvalidOperationException("A value for each key.");
            _values = values as TValue[] ?? [.. values];
        }

        public IEnumerator<TKey> GetEnumerator()
        {
            for (int i = 0; i < Count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        internal void Complete()
        {
            for (int i = 0; i < Count; i++)
                _entries[_first + i].Promise.SetResult(_values![i]);
        }
    }
}
