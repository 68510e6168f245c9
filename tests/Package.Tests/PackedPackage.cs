using System.Reflection;
using System.Runtime.InteropServices;

namespace DataLoader.Package.Tests;

/// <summary>
/// The packages, packed once from what was built for these tests, and the consumers, restored and built once from them in a folder outside the
/// repository. Their version is new each time, so that no package cache can serve an older one.
/// </summary>
public sealed class PackedPackage : IDisposable
{
    private static readonly string[] Names = ["DataLoader.Runtime", "DataLoader.AspNetCore", "DataLoader.GraphQL", "DataLoader.Templates", "DataLoader.Testing", "DataLoader.Caching.Redis"];

    private readonly Lazy<string> _consumers;

    public PackedPackage()
    {
        Version = $"0.1.0-test.{DateTime.UtcNow.Ticks}";
        Folder = Directory.CreateTempSubdirectory("dataloader-package-").FullName;
        foreach (string name in Names)
        {
            Dotnet.Run(
                RepositoryRoot, "pack", $"src/{name}", "--no-build", "--configuration", Configuration,
                "--output", Path.Combine(Folder, "feed"), $"-p:PackageVersion={Version}", "-warnaserror");
        }

        _consumers = new Lazy<string>(BuildConsumers);
    }

    /// <summary>The folder of the built consumers.</summary>
    public string Consumers => _consumers.Value;

    public string PackageFile => File("DataLoader.Runtime");

    public string SymbolsFile => Path.ChangeExtension(PackageFile, ".snupkg");

    public string Version { get; }

    internal static string Configuration { get; } = Metadata("Configuration");

    internal static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>A folder outside the repository, which goes when the tests have ended.</summary>
    internal string Folder { get; }

    /// <summary>Runs a consumer on the runtime that is here, whichever framework it was built for.</summary>
    public string RunConsumer(string name, string framework, params string[] arguments)
        => Dotnet.Run(Consumers, ["exec", "--roll-forward", "Major", Path.Combine(name, "bin", "Release", framework, name + ".dll"), .. arguments]);

    /// <summary>The file of one of the packages.</summary>
    public string File(string name) => Path.Combine(Folder, "feed", $"{name}.{Version}.nupkg");

    /// <summary>An empty folder outside the repository whose NuGet takes these packages from the feed, and all others from nuget.org.</summary>
    public string FolderWithFeed(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        System.IO.File.Copy(Path.Combine(AppContext.BaseDirectory, "Consumers", "NuGet.Config"), Path.Combine(folder, "NuGet.Config"));
        return folder;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (string cached in Names.Select(name => Path.Combine(packages, name.ToLowerInvariant(), Version)).Where(Directory.Exists))
            Directory.Delete(cached, recursive: true);
    }

    private static string Metadata(string key)
        => typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private string BuildConsumers()
    {
        string target = Path.Combine(Folder, "consumers");
        string source = Path.Combine(AppContext.BaseDirectory, "Consumers");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        Dotnet.Run(
            target, "build", "Consumers.slnx", "--configuration", "Release", "-warnaserror", "-p:UseSharedCompilation=false",
            $"-p:DataLoaderVersion={Version}", $"-p:NativeRuntime={RuntimeInformation.RuntimeIdentifier}");
        return target;
    }
}

[CollectionDefinition(nameof(PackedPackage))]
public sealed class PackedPackageCollection : ICollectionFixture<PackedPackage>;
