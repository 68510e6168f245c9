namespace DataLoader.Package.Tests;

/// <summary><c>dotnet new dataloader-api</c>, from the packed template: what it makes builds without a warning, and its own test passes.</summary>
[Collection(nameof(PackedPackage))]
public class TemplateTests(PackedPackage package)
{
    [Fact]
    public void An_API_from_the_template_builds_and_passes_its_test()
    {
        string folder = package.FolderWithFeed("template"), hive = Path.Combine(folder, "hive");
        Dotnet.Run(folder, "new", "install", package.File("DataLoader.Templates"), "--debug:custom-hive", hive);
        Dotnet.Run(folder, "new", "dataloader-api", "--name", "Shop", "--output", "Shop", "--debug:custom-hive", hive);

        string printed = Dotnet.Run(Path.Combine(folder, "Shop"), "test", "-warnaserror", "-p:UseSharedCompilation=false");

        Assert.Contains("Failed:     0, Passed:     1, Skipped:     0", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("DataLoaderApi", string.Join('\n', Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)));
    }
}
