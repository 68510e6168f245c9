using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using DataLoader.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Docs.Tests;

/// <summary>Compiles code as a user's project would, with generator and analyzers, and runs it.</summary>
internal static class DocsCompiler
{
    private static readonly CSharpParseOptions s_parseOptions = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest)
        .WithFeatures([new("InterceptorsNamespaces", "Microsoft.AspNetCore.Http.Generated")]); // as a project with PublishAot has it

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("DataLoader.Generator", StringComparison.Ordinal)
                && !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ImmutableArray<SyntaxTree> s_context =
    [
        .. typeof(DocsCompiler).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Context/", StringComparison.Ordinal))
            .Select(name => SyntaxFactory.ParseSyntaxTree(Resource(name), s_parseOptions, name)),
    ];

    // There is one Console for all tests.
    private static readonly Lock s_console = new();

    private static Assembly Generator { get; } = typeof(BatchLoaderGenerator).Assembly;

    /// <summary>What the compiler, the generator and the analyzers have to say about some code.</summary>
    public static async Task<(Compilation Compilation, IReadOnlyList<Diagnostic> Diagnostics)> CompileAsync(string code)
    {
        SyntaxTree tree = SyntaxFactory.ParseSyntaxTree(code, s_parseOptions, "Block.cs");
        bool isProgram = tree.GetCompilationUnitRoot().Members.OfType<Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax>().Any();
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            optimizationLevel: OptimizationLevel.Release);
        Compilation compilation = CSharpCompilation.Create("Block", [.. ContextOf(code), tree], s_references, options);

        GeneratorDriver driver = CSharpGeneratorDriver.Create([new BatchLoaderGenerator().AsSourceGenerator()], parseOptions: s_parseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out ImmutableArray<Diagnostic> fromGenerator);
        ImmutableArray<Diagnostic> all = await compilation.WithAnalyzers(Analyzers()).GetAllDiagnosticsAsync();
        return (compilation, [.. all.Concat(fromGenerator).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info && !IsContext(diagnostic.Location))]);
    }

    /// <summary>Runs a program and gives what it prints.</summary>
    public static string Run(Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        using var printed = new StringWriter { NewLine = "\n" };
        lock (s_console)
        {
            TextWriter before = Console.Out;
            Console.SetOut(printed);
            try
            {
                MethodInfo main = context.LoadFromStream(image).EntryPoint!;
                main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()], null);
            }
            finally
            {
                Console.SetOut(before);
                context.Unload();
            }
        }

        return printed.ToString();
    }

    // The real ToListAsync and its stand-in would be ambiguous.
    private static IEnumerable<SyntaxTree> ContextOf(string code)
        => code.Contains("using Microsoft.EntityFrameworkCore;", StringComparison.Ordinal) ? s_context.Where(tree => tree.FilePath != "Context/EntityFramework.cs") : s_context;

    // A program with an error in its surroundings would not run; what the analyzers think of them is nothing for the reader.
    private static bool IsContext(Location location) => location.SourceTree is { } tree && s_context.Contains(tree);

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers()
        =>
        [
            .. Generator.GetTypes()
                .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
                .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(DocsCompiler).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
