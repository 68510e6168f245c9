using DataLoader.Batches;

namespace DataLoader.Loading;

/// <summary>
/// The keys of one call, and what is known of each. Keys get their answers in rounds; those of the first round in which keys are appended can be bare.
/// </summary>
/// <param name="keys">The keys.</param>
/// <param name="ids">What identifies them.</param>
/// <param name="hashes">The hashes of that. Null where they cost nothing to tell.</param>
/// <param name="firsts">For each key, where it stands first in the list. Null when keys can be compared under the gate.</param>
/// <param name="canCancel">Whether the caller has a token.</param>
internal sealed class ManyKeys<TKey, TId, TValue>(TKey[] keys, TId[] ids, int[]? hashes, int[]? firsts, bool canCancel)
    : ListLoad<TValue>(keys.Length)
{
    // Which keys were left to the next rounds; null before the bare one has ended.
    private bool[]? _left;

    // Which keys the round leaves out.
    private bool[]? _later;

    // Where the keys that the round has appended stand in the list. Null while it can be told without.
    private int[]? _appendedAt;
    private int _appendedCount;

    public TKey[] Keys => keys;

    public TId[] Ids => ids;

    public int[]? Hashes => hashes;

    public int[]? Firsts => firsts;

    public bool CanCancel => canCancel;

    /// <summary>Whether a key has no answer yet.</summary>
    public bool IsOpen(int index) => Awaited?[index] is null && (_left is null || _left[index]);

    /// <summary>Begins to append keys.</summary>
    /// <param name="later">The keys to leave out, or null.</param>
    /// <returns>Whether they can be bare.</returns>
    public bool BeginRound(bool[]? later)
    {
        _later = later;
        return _left is null;
    }

    /// <summary>The key at this index was appended without a task.</summary>
    public void NoteAppended(int index)
    {
        if (_appendedAt is not null)
            _appendedAt[_appendedCount] = index;
        _appendedCount++;
    }

    /// <summary>Where a key stands in the list that was appended in this round.</summary>
    /// <param name="number">How many were appended before it.</param>
    /// <param name="end">How far the round has come.</param>
    public int IndexOfAppended(int number, int end)
    {
        // No key was the same as an earlier one until now.
        if (_appendedAt is null)
        {
            _appendedAt = new int[keys.Length];
            int count = 0;
            for (int i = 0; i < end; i++)
            {
                if (IsOpen(i) && _later?[i] != true)
                    _appendedAt[count++] = i;
            }
        }

        return _appendedAt[number];
    }

    /// <summary>What was appended in this round is a part of its own.</summary>
    public void EndBareRound(ListPart<TValue> part)
    {
        FirstPart = part;
        _left = _later;
    }

    /// <summary>The task of a key that was appended with one.</summary>
    public Task<TValue> AppendedTaskAt(int index) => (OwnTasks ?? Awaited)![index]!;

    /// <summary>A key has a task.</summary>
    /// <param name="index">The key.</param>
    /// <param name="task">Its own task.</param>
    /// <param name="awaited">What the caller waits for: that one, or a task of the caller's own.</param>
    public void SetTask(int index, Task<TValue> task, Task<TValue> awaited)
    {
        (Awaited ??= new Task<TValue>?[keys.Length])[index] = awaited;
        if (canCancel && !task.IsCompleted)
            (OwnTasks ??= new Task<TValue>?[keys.Length])[index] = task;
    }
}
