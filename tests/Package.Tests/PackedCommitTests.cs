using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace DataLoader.Package.Tests;

public class PackedCommitTests(PackedCommit package) : IClassFixture<PackedCommit>
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public void Packed_again_it_has_the_same_bytes()
    {
        Assert.Equal([".nupkg", ".snupkg"], package.First.Select(Path.GetExtension));
        Assert.Equal(package.First.Select(Path.GetFileName), package.Second.Select(Path.GetFileName));
        Assert.All(package.First.Zip(package.Second), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    [Fact]
    public void The_package_names_its_repository_and_commit()
    {
        using ZipArchive zip = ZipFile.OpenRead(package.First[0]);
        using Stream nuspec = zip.GetEntry("DataLoader.Runtime.nuspec")!.Open();
        XElement repository = XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == "repository");

        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Equal(PackedCommit.Repository, repository.Attribute("url")!.Value);
        Assert.Equal(package.Commit, repository.Attribute("commit")!.Value);
    }

    [Theory]
    [InlineData("lib/net8.0/DataLoader.Runtime.pdb")]
    [InlineData("lib/net10.0/DataLoader.Runtime.pdb")]
    public void Debuggers_find_the_sources_of_that_commit(string symbols)
    {
        using ZipArchive zip = ZipFile.OpenRead(package.First[1]);
        using Stream stream = zip.GetEntry(symbols)!.Open();
        // A reader of metadata has to seek.
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(copy);
        MetadataReader reader = provider.GetMetadataReader();
        CustomDebugInformation link = Assert.Single(
            reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation), information => reader.GetGuid(information.Kind) == s_sourceLink);

        string json = Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value));
        Assert.Contains($"https://raw.githubusercontent.com/example/dataloader/{package.Commit}/*", json, StringComparison.Ordinal);
        Assert.All(reader.Documents, document => Assert.StartsWith("/_/", reader.GetString(reader.GetDocument(document).Name), StringComparison.Ordinal));
    }
}
