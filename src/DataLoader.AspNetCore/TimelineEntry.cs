namespace DataLoader.AspNetCore;

/// <summary>What is kept of one scope.</summary>
/// <param name="Name">Method and route of its request.</param>
/// <param name="StatusCode">The answer's status, if there was a request.</param>
/// <param name="Scope">The totals.</param>
/// <param name="Batches">The first batches, in order.</param>
internal sealed record TimelineEntry(string Name, int? StatusCode, ScopeReceipt Scope, BatchReceipt[] Batches);
