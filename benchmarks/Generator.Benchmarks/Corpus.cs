using DataLoader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generator.Benchmarks;

/// <summary>A project of annotated methods, so many in each file, and twice as many files that have nothing to do with them.</summary>
internal sealed record Corpus(int Methods, int MethodsInFile)
{
    private const string Usings = "using System.Collections.Generic;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing DataLoader;\n\n";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(BatchLoaderAttribute).Assembly.Location),
    ];

    public int Files => Methods / MethodsInFile;

    /// <summary>Reads <c>1000/10</c>: methods, and how many of them are in one file.</summary>
    public static Corpus Parse(string text)
        => text.Split('/') is [var methods, var inFile]
            ? new(int.Parse(methods), int.Parse(inFile))
            : throw new ArgumentException($"'{text}' is not like 1000/10");

    public CSharpCompilation Compile()
    {
        var compilation = CSharpCompilation.Create(
            "Measured",
            [.. Enumerable.Range(0, Files).Select(file => Tree(Queries(file, "int"))), .. Enumerable.Range(0, 2 * Files).Select(file => Tree(Unrelated(file, 0)))],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        if (compilation.GetDiagnostics().FirstOrDefault(it => it.Severity == DiagnosticSeverity.Error) is { } error)
            throw new InvalidOperationException(error.ToString());
        return compilation;
    }

    /// <summary>The same text as another object, of which the compiler knows nothing yet.</summary>
    public static CSharpCompilation Anew(CSharpCompilation compilation)
        => CSharpCompilation.Create(compilation.AssemblyName, compilation.SyntaxTrees, compilation.References, compilation.Options);

    public CSharpCompilation EditUnrelated(CSharpCompilation compilation, int round)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], Tree(Unrelated((2 * Files) - 1, round + 1)));

    public CSharpCompilation EditDeclaration(CSharpCompilation compilation, int round)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], Tree(Unrelated((2 * Files) - 1, round, $"    public int New{round} => 1;\n")));

    public CSharpCompilation EditBody(CSharpCompilation compilation, int round)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Tree(Queries(0, "int", $"new System.Exception(\"{round}\")")));

    public CSharpCompilation EditSignature(CSharpCompilation compilation)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Tree(Queries(0, "long")));

    private static SyntaxTree Tree(string text) => CSharpSyntaxTree.ParseText(text);

    private string Queries(int file, string firstKey, string thrown = "new System.NotSupportedException()")
        => Usings + $"namespace Shop.Part{file};\n\npublic static class Queries{file}\n{{\n"
        + string.Concat(Enumerable.Range(0, MethodsInFile).Select(i =>
            $"    [BatchLoader]\n    public static Task<IReadOnlyList<Item{file}>> BatchItem{file}x{i}(IReadOnlyList<{(i == 0 ? firstKey : "int")}> ids, CancellationToken cancellationToken)\n        => throw {thrown};\n\n"))
        + $"}}\n\npublic sealed record Item{file}(int Id);\n";

    private static string Unrelated(int file, int round, string more = "")
        => $"namespace Other.Part{file};\n\npublic sealed class Unrelated{file}\n{{\n    private int _value = {round};\n\n    public int Next(int step)\n    {{\n        _value += step;\n        return _value;\n    }}\n{more}}}\n";
}
