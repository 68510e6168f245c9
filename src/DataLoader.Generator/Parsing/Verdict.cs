namespace DataLoader.Generator.Parsing;

/// <summary>What the parser thinks of a candidate: it is taken, refused for a reason, or it does not compile, which the compiler reports.</summary>
internal readonly record struct Verdict
{
    public static readonly Verdict Good = new() { IsGood = true };

    public static Verdict Broken => default;

    public bool IsGood { get; private init; }

    /// <summary>What is wrong; null where nothing is, and where the compiler says it.</summary>
    public string? Reason { get; private init; }

    public static Verdict Bad(string reason) => new() { Reason = reason };
}
