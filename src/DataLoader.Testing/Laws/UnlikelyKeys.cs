namespace DataLoader.Testing.Laws;

/// <summary>Keys that hardly any backend has.</summary>
internal static class UnlikelyKeys
{
    public static TKey[] Of<TKey>(IReadOnlyList<TKey> known)
        where TKey : notnull
    {
        object[] candidates = known[0] switch
        {
            int => [int.MaxValue - 1],
            long => [int.MaxValue - 1L],
            short => [(short)(short.MaxValue - 1)],
            uint => [int.MaxValue - 1u],
            Guid => [new Guid("fffffffe-0000-4000-8000-0000fffffffe")],
            string => ["no-such-key", .. known.Cast<string>().Take(2).Select(static key => key.ToUpperInvariant())],
            DateOnly => [new DateOnly(2999, 12, 30)],
            _ => [],
        };
        return [.. candidates.Cast<TKey>().Except(known)];
    }
}
