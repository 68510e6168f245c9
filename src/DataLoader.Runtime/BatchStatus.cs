namespace DataLoader;

/// <summary>What came of a batch as a whole.</summary>
public enum BatchStatus
{
    /// <summary>It has answered; some of its keys may have failed, or have no value.</summary>
    Succeeded,

    /// <summary>All its keys failed.</summary>
    Failed,

    /// <summary>Nobody waited for it any more: its callers had left, or the scope had ended.</summary>
    Cancelled,
}
