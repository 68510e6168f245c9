namespace DataLoader.AspNetCore;

/// <summary>What is kept of one scope.</summary>
/// <param name="Name">Method and route of its request.</param>
/// <param name="StatusCode">The answer's status, if there was a request.</param>
/// <param name="Scope">The totals, and the first batches in order.</param>
internal sealed record TimelineEntry(string Name, int? StatusCode, ScopeReceipt Scope)
{
    public IReadOnlyList<BatchReceipt> Batches => Scope.Batches;
}
