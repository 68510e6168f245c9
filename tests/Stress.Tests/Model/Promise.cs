namespace DataLoader.Stress.Model;

/// <summary>What a task should be now: pending, a value, an error (an instance, or a type where the runtime makes it), or cancelled.</summary>
internal abstract record Expected
{
    public static Expected Pending { get; } = new Waiting();

    public static Expected Cancelled { get; } = new Left();

    public sealed record Waiting : Expected;

    public sealed record Left : Expected;

    public sealed record Value(object Is) : Expected;

    public sealed record Error(Exception Is) : Expected;

    public sealed record ErrorOf(Type Type) : Expected;
}

/// <summary>The model's idea of the shared task of one key.</summary>
internal sealed class Promise(int key)
{
    public int Key => key;

    public Expected Outcome { get; set; } = Expected.Pending;

    /// <summary>Whether a caller without a token asked for it, who never leaves.</summary>
    public bool Stays { get; set; }

    /// <summary>How many callers who may leave are still there.</summary>
    public int Leavers { get; set; }

    public ModelBatch? Batch { get; set; }

    /// <summary>The real task, once a caller has seen it.</summary>
    public Task<int>? Task { get; set; }

    public bool IsPending => Outcome is Expected.Waiting;

    public bool HasCallers => Stays || Leavers > 0;
}

/// <summary>The model's idea of a batch.</summary>
internal sealed class ModelBatch(Promise[] promises)
{
    public Promise[] Promises => promises;

    public bool IsAbandoned { get; set; }

    public bool HasCallers => promises.Any(promise => promise.HasCallers);
}

/// <summary>One load of one caller: a task, and the promises it is made of.</summary>
internal sealed class Caller(Task task, Promise[] promises, Func<Expected> expects, CancellationTokenSource? source)
{
    private bool _left;

    public Task Task => task;

    public Promise[] Promises => promises;

    /// <summary>The token this caller may leave with.</summary>
    public CancellationTokenSource? Source => source;

    public Expected Expected { get; private set; } = Expected.Pending;

    public bool IsSettled => Expected is not Expected.Waiting;

    /// <summary>An outcome, once there, stays.</summary>
    public void Update()
    {
        if (!IsSettled)
            Expected = _left ? Expected.Cancelled : expects();
    }

    public void Leave() => _left = true;
}
