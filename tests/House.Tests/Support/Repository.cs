using System.Reflection;

namespace DataLoader.House.Tests.Support;

/// <summary>Finds the files of this repository that tests read.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static data => data.Key == "RepositoryRoot").Value!;

    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(Root, path));

    /// <summary>The sources of a project, by their paths inside it, with slashes.</summary>
    public static IReadOnlyDictionary<string, string> SourcesOf(string project)
    {
        string folder = PathOf(project);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(static source => !source.Path.StartsWith("obj/", StringComparison.Ordinal) && !source.Path.StartsWith("bin/", StringComparison.Ordinal))
            .ToDictionary(static source => source.Path, static source => File.ReadAllText(source.File), StringComparer.Ordinal);
    }
}
