namespace DataLoader.Batches;

/// <content>The callers of lists, whose keys have no tasks before somebody asks for one of them alone.</content>
internal abstract partial class BatchOwner<TKey, TValue>
{
    /// <summary>A batch with lists has its outcome, and answers its callers now.</summary>
    public void Seal(Batch<TKey, TValue> batch)
    {
        Gate.Enter();
        batch.IsSealed = true;
        Gate.Exit();
    }

    /// <summary>Gives all slots of a batch promises: what is to answer them may come one by one.</summary>
    public virtual void MakePromises(Batch<TKey, TValue> batch)
    {
    }

    /// <summary>Gate held. A key has a task now that only the caller of a list, who can cancel, has asked for.</summary>
    public void NoteGiven(Task<TValue> task, ListPart<TValue> list, Batch<TKey, TValue>? batch)
    {
        Gate.AssertHeld();
        _callers!.Add(task, list, batch); // Made when the list came.
    }

    /// <summary>The caller of a list leaves all its keys.</summary>
    public void ListLeaves(ListLoad<TValue> load)
    {
        for (ListPart<TValue>? part = load.FirstPart; part is not null; part = PartLeaves(part))
        {
        }

        if (load.OwnTasks is not null)
            LeaveAll(load.OwnTasks);
    }

    /// <summary>Gate held. Counts the caller of a list, if it can cancel.</summary>
    protected void NoteList(ListPart<TValue> list)
    {
        Gate.AssertHeld();
        if (list.CanLeave)
            _callers ??= new();
    }

    /// <summary>Gate held. The task of a pending key, by how many stand before it; null when nobody has asked for it alone.</summary>
    protected virtual Task<TValue>? TaskOfPending(int index) => null;

    // Returns the next part.
    private ListPart<TValue>? PartLeaves(ListPart<TValue> part)
    {
        Gate.Enter();
        var batch = (Batch<TKey, TValue>?)part.Batch;

        // The callers are counted since the list came.
        Batch<TKey, TValue>? abandoned = batch is null ? _callers!.Leave(part, i => TaskOfPending(part.From + i))
            : _batches.Contains(batch) ? _callers!.Leave(part, i => batch.TaskAt(part.Slot + i))
            : null;
        if (abandoned is not null)
            HideKeysOf(abandoned);
        ListPart<TValue>? next = part.Next;
        Gate.Exit();
        if (abandoned is not null)
            CancelAbandoned(abandoned);
        return next;
    }
}
