// What the generator costs an editor, beside what Roslyn costs every generator: cold, a keystroke in an unrelated file, an edited signature.
//   dotnet run -c Release --project benchmarks/Generator.Benchmarks [methods ...]
using System.Diagnostics;
using System.Globalization;
using DataLoader;
using DataLoader.Generator;
using Generator.Benchmarks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

const int Rounds = 7;
int[] counts = args.Length > 0 ? [.. args.Select(it => int.Parse(it, CultureInfo.InvariantCulture))] : [1_000, 10_000];
Console.WriteLine($"Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version}, medians of {Rounds}");
foreach (int methods in counts)
{
    Console.WriteLine($"\n{methods:N0} methods, {methods / 10:N0} files\n");
    Console.WriteLine("| generator | cold | keystroke elsewhere | signature edit | outputs changed |");
    Console.WriteLine("|---|---|---|---|---|");
    foreach (IIncrementalGenerator generator in (IIncrementalGenerator[])[new Noop(), new BindOnly(), new BatchLoaderGenerator()])
        Console.WriteLine(Row(generator, methods));
}

static string Row(IIncrementalGenerator generator, int methods)
{
    List<Cost> cold = [], keystroke = [], signature = [];
    int changed = 0;
    for (int round = 0; round < Rounds; round++)
    {
        CSharpCompilation first = Project.Make(methods);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(generator);
        cold.Add(Cost.Of(() => driver = driver.RunGenerators(first)));
        CSharpCompilation second = Project.EditUnrelated(first, round);
        keystroke.Add(Cost.Of(() => driver = driver.RunGenerators(second)));
        HashSet<string> before = Texts(driver);
        CSharpCompilation third = Project.EditSignature(second);
        signature.Add(Cost.Of(() => driver = driver.RunGenerators(third)));
        changed = Texts(driver).Count(text => !before.Contains(text));
    }

    return $"| {generator.GetType().Name} | {Cost.Median(cold)} | {Cost.Median(keystroke)} | {Cost.Median(signature)} | {changed} |";
}

static HashSet<string> Texts(GeneratorDriver driver)
    => [.. driver.GetRunResult().Results.SelectMany(it => it.GeneratedSources).Select(it => it.SourceText.ToString())];

/// <summary>Time and bytes of one run of a driver.</summary>
internal readonly record struct Cost(double Milliseconds, double Megabytes)
{
    public static Cost Of(Action run)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        run();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new Cost(milliseconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1e6);
    }

    public static string Median(List<Cost> costs)
    {
        double Middle(Func<Cost, double> part) => costs.Select(part).Order().ElementAt(costs.Count / 2);
        return string.Create(CultureInfo.InvariantCulture, $"{Middle(it => it.Milliseconds):0} ms · {Middle(it => it.Megabytes):0.0} MB");
    }
}

/// <summary>A project of annotated methods, ten in each file.</summary>
internal static class Project
{
    private const int MethodsInFile = 10;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(BatchLoaderAttribute).Assembly.Location),
    ];

    public static CSharpCompilation Make(int methods)
        => CSharpCompilation.Create(
            "Measured",
            [.. Enumerable.Range(0, methods / MethodsInFile).Select(file => Parse(File(file, "int"))), Parse("class Unrelated { }")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation EditUnrelated(CSharpCompilation compilation, int round)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], Parse($"class Unrelated {{ int _edited = {round}; }}"));

    public static CSharpCompilation EditSignature(CSharpCompilation compilation)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Parse(File(0, "long")));

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text);

    private static string File(int file, string firstKey)
        => "using System.Collections.Generic;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing DataLoader;\nnamespace Shop;\n"
        + $"public sealed class Store{file} {{ }}\npublic static class Queries{file}\n{{\n"
        + string.Concat(Enumerable.Range(0, MethodsInFile).Select(i =>
            $"    [BatchLoader]\n    public static Task<IReadOnlyList<string>> BatchItem{file}x{i}(IReadOnlyList<{(i == 0 ? firstKey : "int")}> keys, Store{file} store, CancellationToken token)\n        => throw new System.NotSupportedException();\n"))
        + "}\n";
}
