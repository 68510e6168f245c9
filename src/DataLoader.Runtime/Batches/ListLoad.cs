using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>What the caller of many keys waits for, key by key: a task, an earlier key of the list that is the same, or else the parts, in their order.</summary>
internal class ListLoad<TValue>(int count)
{
    // One more than the index of the earlier key, or 0. Null where no key stands twice.
    private int[]? _earlier;

    /// <summary>How many keys the list has.</summary>
    public int Count => count;

    /// <summary>The tasks of the keys that have one. Null when none has.</summary>
    public Task<TValue>?[]? Awaited { get; protected set; }

    /// <summary>The keys' own tasks, where a caller who can cancel is counted for them. Null when it is for none.</summary>
    public Task<TValue>?[]? OwnTasks { get; protected set; }

    /// <summary>The keys without a task that are in the first batch; null when there are none.</summary>
    public ListPart<TValue>? FirstPart { get; protected set; }

    /// <summary>The task that the key at this index waits for, or null.</summary>
    public Task<TValue>? TaskAt(int index) => Awaited?[index];

    /// <summary>
    /// Whether there is a key at this index that waits for a task. The keys behind one that has just come are most likely of the same batch: waiting for each
    /// of them would cost more than loading it.
    /// </summary>
    public bool IsPending(int index) => index < count && TaskAt(index) is { IsCompleted: false };

    /// <summary>Nobody waits for the tasks from this index on.</summary>
    public void ObserveFrom(int index)
    {
        for (int i = index; Awaited is not null && i < count; i++)
        {
            if (Awaited[i] is { } task)
                Faults.Observe(task);
        }
    }

    /// <summary>A list whose keys all have a task.</summary>
    public static ListLoad<TValue> Of(Task<TValue>[] tasks) => new(tasks.Length) { Awaited = tasks, OwnTasks = tasks };

    /// <summary>The earlier key that has the answer of this one, or -1.</summary>
    public int EarlierThan(int index) => _earlier is null ? -1 : _earlier[index] - 1;

    /// <summary>The key at this index is the same as an earlier one.</summary>
    public void SetEarlier(int index, int earlier) => (_earlier ??= new int[count])[index] = earlier + 1;
}
