namespace DataLoader.House.Tests.Support;

/// <summary>A part of a project, as a table of docs/inside.md has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holds">Its folders, which end with a slash, and its files.</param>
/// <param name="MayUse">The rooms whose types it may name.</param>
internal sealed record Room(string Name, IReadOnlyList<string> Holds, IReadOnlyList<string> MayUse)
{
    /// <summary>How well a file fits: the length of the folder or file name that holds it, 0 when none does.</summary>
    public int Fit(string file) => Holds
        .Where(held => held == file || (held.EndsWith('/') && file.StartsWith(held, StringComparison.Ordinal)))
        .Select(static held => held.Length)
        .DefaultIfEmpty()
        .Max();
}
