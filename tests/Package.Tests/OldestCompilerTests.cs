using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Package.Tests;

/// <summary>The generator and the analyzers as they are in the package, in the oldest compiler that they promise to run on.</summary>
[Collection(nameof(PackedPackage))]
public class OldestCompilerTests(PackedPackage package)
{
    private const string WrongProgram = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using DataLoader;

        public class Row
        {
            public int Id { get; set; }
        }

        public class Queries
        {
            [BatchLoader]
            public static Task<Row[]> BatchRowById(int[] ids) => null;

            [BatchLoader]
            public static Task<string[]> BatchNameById(int[] ids, IBatchLoader<int, string> self) => self.LoadManyAsync(ids).ContinueWith(_ => new string[0]);

            [BatchLoader]
            public Task<string[]> BatchAddressById(int[] ids) => null;

            private static NameByIdLoader kept;

            public static async Task<string> UseAsync(NameByIdLoader names, NameByIdLoader others)
            {
                for (int id = 0; id < 3; id++)
                    await names.LoadAsync(id);
                string first = await names.LoadAsync(8);
                string second = await others.LoadAsync(9);
                kept = names;
                return first + second + kept.LoadAsync(7).Result;
            }
        }
        """;

    [Fact]
    public void These_tests_run_on_the_compiler_that_the_folder_of_the_generator_promises()
        => Assert.Equal(new Version(4, 8, 0, 0), typeof(CSharpCompilation).Assembly.GetName().Version);

    [Fact]
    public void It_compiles_a_program_that_runs()
    {
        string project = Path.Combine(package.Consumers, "CSharp12"), built = Path.Combine(project, "bin", "Release", "net8.0");
        string target = Directory.CreateDirectory(Path.Combine(package.Folder, "oldest")).FullName;
        foreach (string file in Directory.EnumerateFiles(built))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        string program = Path.Combine(target, "CSharp12.dll");
        File.Delete(program);
        Compilation compilation = Compile(File.ReadAllText(Path.Combine(project, "Program.cs")), OutputKind.ConsoleApplication);
        Assert.True(compilation.Emit(program).Success, string.Join('\n', compilation.GetDiagnostics()));

        Assert.Equal("C# 12: user 1, user 2\n", Dotnet.Run(target, "exec", "--roll-forward", "Major", program));
    }

    [Fact]
    public async Task Every_analyzer_works_in_it()
    {
        Compilation compilation = Compile(WrongProgram, OutputKind.DynamicallyLinkedLibrary);
        ImmutableArray<DiagnosticAnalyzer> analyzers = Reference().GetAnalyzers(LanguageNames.CSharp);
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(
            ["BL0001", "BL0018", "BL1001", "BL1002", "BL1003", "BL1004", "BL1005"],
            found.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal));
    }

    private Compilation Compile(string program, OutputKind kind)
    {
        CSharpParseOptions language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp12);
        IEnumerable<string> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(Unpack("lib/net8.0/DataLoader.Runtime.dll"));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "CSharp12",
            [CSharpSyntaxTree.ParseText(program, language)],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(kind));
        CSharpGeneratorDriver.Create(Reference().GetGenerators(LanguageNames.CSharp), parseOptions: language)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return updated;
    }

    private AnalyzerFileReference Reference()
    {
        var reference = new AnalyzerFileReference(Unpack("analyzers/dotnet/cs/DataLoader.Generator.dll"), new Loader());
        reference.AnalyzerLoadFailed += (_, failure) => Assert.Fail(failure.Message);
        return reference;
    }

    private string Unpack(string file)
    {
        string target = Path.Combine(package.Folder, "unpacked", file);
        if (!File.Exists(target))
        {
            using ZipArchive zip = ZipFile.OpenRead(package.PackageFile);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            zip.GetEntry(file)!.ExtractToFile(target);
        }

        return target;
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
