using System.Reflection;

namespace DataLoader.Docs.Tests;

/// <summary>The pages of this repository.</summary>
internal static class Pages
{
    public static string Root { get; } = typeof(Pages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>README.md and all of docs, relative to the repository, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyDictionary<string, IReadOnlyList<CodeBlock>> Blocks { get; } =
        All.ToDictionary(page => page, page => MarkdownPage.BlocksOf(page, Read(page)));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");
}
