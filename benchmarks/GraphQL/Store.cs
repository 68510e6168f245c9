namespace DataLoader.GraphQLBenchmarks;

/// <summary>A database for the shop.</summary>
/// <param name="Kind">sqlite or postgres.</param>
/// <param name="Connection">Where it is.</param>
internal sealed record Store(string Kind, string Connection);
