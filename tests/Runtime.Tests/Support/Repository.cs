using System.Reflection;

namespace DataLoader.Tests;

/// <summary>Finds the files of this repository that tests read.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static data => data.Key == "RepositoryRoot").Value!;

    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(Root, path));
}
