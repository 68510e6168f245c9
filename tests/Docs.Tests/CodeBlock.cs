namespace DataLoader.Docs.Tests;

/// <summary>One block of C# on a page.</summary>
internal sealed record CodeBlock
{
    /// <summary>The page, relative to the repository, and the line of the first line of code.</summary>
    public required string Page { get; init; }

    public required int Line { get; init; }

    public required string Code { get; init; }

    /// <summary>Code that the reader is spared: it stands before the block.</summary>
    public string Hidden { get; init; } = "";

    /// <summary>The file of this repository that the block is taken from, or null.</summary>
    public string? From { get; init; }

    /// <summary>Whether the block belongs to the one before it.</summary>
    public bool Continues { get; init; }

    /// <summary>The ids of what the compiler has to say about a block that is wrong on purpose; null when it is not.</summary>
    public IReadOnlyList<string>? Wrong { get; init; }

    /// <summary>What the program prints, or null when the page does not say.</summary>
    public string? Output { get; init; }

    public string Name => $"{Page}:{Line}";
}
