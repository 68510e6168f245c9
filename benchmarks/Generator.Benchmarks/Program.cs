// What the generator costs an editor, beside what Roslyn costs every generator.
//   dotnet run -c Release --project benchmarks/Generator.Benchmarks [methods/in each file ...] [rounds]
using System.Globalization;
using DataLoader.Generator;
using Generator.Benchmarks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

int rounds = args.Length > 0 && int.TryParse(args[^1], CultureInfo.InvariantCulture, out int given) ? given : 7;
Corpus[] corpora = [.. args.Where(it => it.Contains('/')).DefaultIfEmpty("1000/10").Select(Corpus.Parse)];
Console.WriteLine($"Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version}, medians of {rounds}; milliseconds of the thread");
foreach (Corpus corpus in corpora)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{corpus.Methods:N0} methods, {corpus.MethodsInFile} in a file, {2 * corpus.Files:N0} other files\n"));
    Console.WriteLine("| generator | cold | keystroke elsewhere | body edit | signature edit | new member elsewhere | outputs changed |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    CSharpCompilation compilation = corpus.Compile();
    foreach (IIncrementalGenerator generator in (IIncrementalGenerator[])[new Noop(), new BindOnly(), new BatchLoaderGenerator()])
        Console.WriteLine(Row(generator, corpus, compilation, rounds));
}

static string Row(IIncrementalGenerator generator, Corpus corpus, CSharpCompilation parsed, int rounds)
{
    List<Cost> cold = [], keystroke = [], body = [], signature = [], declaration = [];
    int changed = 0;
    for (int round = 0; round < rounds; round++)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(generator);
        CSharpCompilation compilation = Corpus.Anew(parsed);
        Run(cold);
        compilation = corpus.EditUnrelated(compilation, round);
        Run(keystroke);
        compilation = corpus.EditBody(compilation, round);
        Run(body);
        HashSet<string> before = Texts(driver);
        compilation = corpus.EditSignature(compilation);
        Run(signature);
        changed = Texts(driver).Count(text => !before.Contains(text));
        compilation = corpus.EditDeclaration(compilation, round);
        Run(declaration);

        void Run(List<Cost> costs) => costs.Add(Cost.Of(() => driver = driver.RunGenerators(compilation)));
    }

    string name = generator.GetType() == typeof(BatchLoaderGenerator) ? "ours" : generator.GetType().Name;
    return $"| {name} | {string.Join(" | ", new[] { cold, keystroke, body, signature, declaration }.Select(Cost.Median))} | {changed} |";
}

static HashSet<string> Texts(GeneratorDriver driver)
    => [.. driver.GetRunResult().Results.SelectMany(it => it.GeneratedSources).Select(it => it.SourceText.ToString())];
