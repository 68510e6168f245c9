using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace DataLoader.Package.Tests;

[Collection(nameof(PackedPackage))]
public class PackageContentTests(PackedPackage package)
{
    [Fact]
    public void The_package_holds_these_files_and_no_others()
    {
        using ZipArchive zip = ZipFile.OpenRead(package.PackageFile);

        Assert.Equal(
            [
                "DataLoader.Runtime.nuspec",
                "LICENSE",
                "README.md",
                "analyzers/dotnet/cs/DataLoader.Generator.dll",
                "analyzers/dotnet/roslyn4.14/cs/DataLoader.CodeFixes.dll",
                "icon.png",
                "lib/net10.0/DataLoader.Runtime.dll",
                "lib/net10.0/DataLoader.Runtime.xml",
                "lib/net8.0/DataLoader.Runtime.dll",
                "lib/net8.0/DataLoader.Runtime.xml",
            ],
            FilesOf(zip));
    }

    [Fact]
    public void The_symbol_package_holds_the_symbols_of_both_frameworks()
    {
        using ZipArchive zip = ZipFile.OpenRead(package.SymbolsFile);

        Assert.Equal(
            ["DataLoader.Runtime.nuspec", "lib/net10.0/DataLoader.Runtime.pdb", "lib/net8.0/DataLoader.Runtime.pdb"],
            FilesOf(zip));
    }

    [Fact]
    public void The_package_says_what_it_is_and_depends_on_nothing()
    {
        using ZipArchive zip = ZipFile.OpenRead(package.PackageFile);
        XElement metadata = XDocument.Load(zip.GetEntry("DataLoader.Runtime.nuspec")!.Open()).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal("DataLoader.Runtime", Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("https://github.com/dataloader-dotnet/dataloader", Value("projectUrl"));
        Assert.EndsWith("CHANGELOG.md", Value("releaseNotes"), StringComparison.Ordinal);
        Assert.Contains("source-generator", Value("tags"), StringComparison.Ordinal);
        Assert.NotEmpty(Value("description")!);
        XElement dependencies = metadata.Elements().Single(element => element.Name.LocalName == "dependencies");
        Assert.Equal(["net10.0", "net8.0"], dependencies.Elements().Select(group => group.Attribute("targetFramework")!.Value));
        Assert.Empty(dependencies.Elements().Elements());
    }

    /// <summary>It uses internals of the runtime.</summary>
    [Fact]
    public void The_package_for_tests_demands_the_runtime_that_it_was_built_with()
    {
        using ZipArchive zip = ZipFile.OpenRead(package.File("DataLoader.Testing"));
        // Each package has a nuspec, and each dependency in it an id and a version: the test fails where they are missing.
        XElement[] dependencies = [.. XDocument.Load(zip.GetEntry("DataLoader.Testing.nuspec")!.Open()).Descendants().Where(element => element.Name.LocalName == "dependency")];

        Assert.Equal(2, dependencies.Length);
        Assert.All(dependencies, dependency => Assert.Equal("DataLoader.Runtime", dependency.Attribute("id")!.Value));
        Assert.All(dependencies, dependency => Assert.Equal($"[{package.Version}]", dependency.Attribute("version")!.Value));
    }

    // On nuget.org there is no repository around it, comments are shown, and pictures come from few places.
    [Theory]
    [InlineData("DataLoader.Runtime")]
    [InlineData("DataLoader.AspNetCore")]
    [InlineData("DataLoader.GraphQL")]
    [InlineData("DataLoader.Templates")]
    [InlineData("DataLoader.Testing")]
    public void The_packed_README_has_absolute_links_and_no_comments(string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(package.File(name));
        using var reader = new StreamReader(zip.GetEntry("README.md")!.Open());
        string readme = reader.ReadToEnd();

        Assert.DoesNotContain("<!--", readme, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\((?!https?://|#)", readme);
        Assert.DoesNotMatch(@"!\[[^\]]*\]\((?!https://raw\.githubusercontent\.com/)", readme);
        Assert.Equal(name == "DataLoader.Runtime", readme.Contains("](https://github.com/dataloader-dotnet/dataloader/blob/main/docs/contract.md)", StringComparison.Ordinal));
        Assert.NotNull(zip.GetEntry("icon.png"));
        Assert.NotNull(zip.GetEntry("LICENSE"));
    }

    [Theory]
    [InlineData("analyzers/dotnet/cs/DataLoader.Generator.dll", "4.8.0.0")]
    [InlineData("analyzers/dotnet/roslyn4.14/cs/DataLoader.CodeFixes.dll", "4.14.0.0")]
    public void What_the_compiler_loads_needs_no_newer_compiler_than_its_folder_says(string file, string compiler)
    {
        using ZipArchive zip = ZipFile.OpenRead(package.PackageFile);
        using var reader = new PEReader(Copy(zip, file));
        MetadataReader metadata = reader.GetMetadataReader();
        Version[] referenced = metadata.AssemblyReferences
            .Select(metadata.GetAssemblyReference)
            .Where(reference => metadata.GetString(reference.Name).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(reference => reference.Version)
            .ToArray();

        Assert.All(referenced, version => Assert.Equal(Version.Parse(compiler), version));
    }

    [Theory]
    [InlineData("lib/net8.0/DataLoader.Runtime.dll")]
    [InlineData("lib/net10.0/DataLoader.Runtime.dll")]
    [InlineData("analyzers/dotnet/cs/DataLoader.Generator.dll")]
    [InlineData("analyzers/dotnet/roslyn4.14/cs/DataLoader.CodeFixes.dll")]
    public void Assemblies_are_built_deterministically(string file)
    {
        using ZipArchive zip = ZipFile.OpenRead(package.PackageFile);
        using var reader = new PEReader(Copy(zip, file));

        Assert.Contains(reader.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    private static IEnumerable<string> FilesOf(ZipArchive zip)
        => zip.Entries
            .Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal);

    // A PEReader has to seek.
    private static MemoryStream Copy(ZipArchive zip, string file)
    {
        var copy = new MemoryStream();
        using Stream source = zip.GetEntry(file)!.Open();
        source.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
