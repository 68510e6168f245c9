using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Infrastructure;

/// <summary>Source code with what the generator made of it.</summary>
internal sealed class GeneratorRun
{
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using DataLoader;
        using Microsoft.Extensions.DependencyInjection;

        """;

    private static readonly ImmutableArray<MetadataReference> Framework = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
        .Select(static path => MetadataReference.CreateFromFile(path))];

    private static readonly ImmutableArray<MetadataReference> Own = [MetadataReference.CreateFromFile(typeof(BatchLoaderAttribute).Assembly.Location)];

    private static readonly ImmutableArray<MetadataReference> Container =
    [
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.ServiceProvider).Assembly.Location),
    ];

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation output)
    {
        Driver = driver;
        Output = output;
    }

    public GeneratorDriver Driver { get; }

    /// <summary>The user's code and the generated one.</summary>
    public CSharpCompilation Output { get; }

    public ImmutableArray<GeneratedSourceResult> Sources => Driver.GetRunResult().Results.Single().GeneratedSources;

    public static CSharpCompilation Compile(
        IEnumerable<SyntaxTree> trees,
        bool withContainer = true,
        NullableContextOptions nullable = NullableContextOptions.Enable,
        string assemblyName = "Sample")
        => CSharpCompilation.Create(
            assemblyName,
            trees,
            withContainer ? [.. Framework, .. Own, .. Container] : [.. Framework, .. Own],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: nullable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999,
                allowUnsafe: true,
                specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic>
                {
                    ["CS1701"] = ReportDiagnostic.Suppress, // the framework's own references
                    ["CS8019"] = ReportDiagnostic.Suppress, // the tests' common usings
                    ["CS1591"] = ReportDiagnostic.Suppress, // the tests' sources carry no documentation; generated code is checked apart
                    ["CS1998"] = ReportDiagnostic.Suppress, // async without await
                    ["CS8425"] = ReportDiagnostic.Suppress, // a stream without EnumeratorCancellation
                    ["CS0618"] = ReportDiagnostic.Warn,
                    ["CS0612"] = ReportDiagnostic.Warn,
                }));

    public static SyntaxTree Parse(string source, string path = "Source.cs", LanguageVersion version = LanguageVersion.Latest)
        => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version, DocumentationMode.Diagnose), path, System.Text.Encoding.UTF8);

    public static GeneratorDriver CreateDriver(bool tracked = false, LanguageVersion version = LanguageVersion.Latest)
        => CSharpGeneratorDriver.Create(
            [new BatchLoaderGenerator().AsSourceGenerator()],
            parseOptions: new CSharpParseOptions(version, DocumentationMode.Diagnose),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracked));

    /// <summary>Generates for sources that get the common usings. Neither they nor the output may have an error or a warning.</summary>
    public static GeneratorRun Of(params string[] sources)
        => Of(Compile(sources.Select(static (source, index) => Parse(Usings + source, $"Source{index}.cs"))));

    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        GeneratorRun run = Unchecked(compilation);
        run.AssertCompiles();
        return run;
    }

    public static GeneratorRun Unchecked(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CreateDriver(version: compilation.LanguageVersion).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        Silence.AssertNone(compilation, output);
        return new(driver, (CSharpCompilation)output);
    }

    /// <summary>Generates for sources that may be wrong; only what is generated must be right.</summary>
    public static GeneratorRun OfBroken(params string[] sources)
    {
        GeneratorRun run = Unchecked(Compile(sources.Select(static (source, index) => Parse(Usings + source, $"Source{index}.cs"))));
        AssertNone(run.ErrorsInGeneratedCode());
        return run;
    }

    public void AssertCompiles()
        => AssertNone(Output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Describe));

    public IEnumerable<string> ErrorsInGeneratedCode()
        => Output.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree is { } tree && IsGenerated(tree))
            .Select(Describe);

    public string Text(string hintName) => Sources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>The names of the loaders that were generated.</summary>
    public IEnumerable<string> LoaderNames()
        => Output.GetSymbolsWithName(static name => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Where(static type => type.BaseType is { Name: "BatchLoader" or "BatchLoaderFamily" } && type.GetMembers("_failure").IsEmpty)
            .Select(static type => type.ToDisplayString())
            .Order(StringComparer.Ordinal);

    /// <summary>The names of the classes that stand for the loaders of bad methods.</summary>
    public IEnumerable<string> StandIns()
        => Output.GetSymbolsWithName(static name => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Where(static type => !type.GetMembers("_failure").IsEmpty)
            .Select(static type => type.ToDisplayString())
            .Order(StringComparer.Ordinal);

    public Assembly Load()
    {
        using var stream = new MemoryStream();
        var result = Output.Emit(stream);
        AssertNone(result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Describe));
        stream.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(stream);
    }

    /// <summary>Compiles and runs <c>public static async Task Test.Run()</c> of the source.</summary>
    public static async Task Run(params string[] sources)
        => await (Task)Of(sources).Load().GetType("Test", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null)!;

    private static void AssertNone(IEnumerable<string> errors) 
    {
        string text = string.Join("\n", errors);
        Assert.True(text.Length == 0, text);
    }

    private bool IsGenerated(SyntaxTree tree) => Driver.GetRunResult().GeneratedTrees.Contains(tree);

    private string Describe(Diagnostic diagnostic)
        => diagnostic + (diagnostic.Location.SourceTree is { } tree
            ? "\n    " + tree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()
            : "");
}
