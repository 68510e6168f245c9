namespace DataLoader.Package.Tests;

/// <summary>The package as a release makes it: from a commit of a repository that has a public address; and packed once more.</summary>
public sealed class PackedCommit : IDisposable
{
    /// <summary>Where a repository is published decides what source link says; this one was never published.</summary>
    public const string Repository = "https://github.com/example/dataloader";

    private static readonly string[] s_sources =
        [".editorconfig", "Directory.Build.props", "Directory.Packages.props", "LICENSE", "README.md", "docs/images/icon.png", "global.json", "src"];

    private readonly string _folder = Directory.CreateTempSubdirectory("dataloader-commit-").FullName;

    public PackedCommit()
    {
        CopySources(_folder);
        Git("init", "--quiet");
        Git("add", "--all");
        Git("-c", "user.name=nobody", "-c", "user.email=nobody@example.com", "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "Sources");
        Git("remote", "add", "origin", Repository);
        Commit = Git("rev-parse", "HEAD").Trim();
        First = Pack("first");
        Second = Pack("second", "--no-build");
    }

    public string Commit { get; }

    /// <summary>The package and its symbols.</summary>
    public IReadOnlyList<string> First { get; }

    /// <summary>The package and its symbols, packed from the same assemblies.</summary>
    public IReadOnlyList<string> Second { get; }

    public void Dispose()
    {
        // Git writes its objects read-only.
        foreach (string file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }

    private static void CopySources(string target)
    {
        foreach (string source in s_sources)
        {
            string path = Path.Combine(PackedPackage.RepositoryRoot, source);
            foreach (string file in Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [path])
            {
                string relative = Path.GetRelativePath(PackedPackage.RepositoryRoot, file);
                if (relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                    continue;
                string copy = Path.Combine(target, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    private string Git(params string[] arguments) => Dotnet.RunProgram("git", _folder, arguments);

    private string[] Pack(string output, params string[] options)
    {
        Dotnet.Run(
            _folder,
            [
                "pack", "src/DataLoader.Runtime", "--output", output, "-warnaserror",
                "-p:ContinuousIntegrationBuild=true", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", .. options,
            ]);
        return [.. Directory.EnumerateFiles(Path.Combine(_folder, output)).Order(StringComparer.Ordinal)];
    }
}
