using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace DataLoader.Generator.Tests.Incremental;

/// <summary>What an edit makes run again.</summary>
public class StepReasonTests
{
    private const string Users = """
        using System.Collections.Generic; using System.Threading.Tasks; using DataLoader; using Model;
        namespace Shop;
        public static class UserQueries
        {
            [BatchLoader(KeyOf = "Id")] public static Task<IReadOnlyList<User>> BatchUser(IReadOnlyList<int> ids) => null!;
        }
        """;

    private const string Prices = """
        using System.Collections.Generic; using System.Threading.Tasks; using DataLoader;
        namespace Shop;
        public static class PriceQueries
        {
            [BatchLoader] public static Task<int[]> BatchPrice(int[] ids) => null!;
        }
        """;

    private const string Model = "namespace Model { public sealed record User(int Id); }\nnamespace Other { }\n";

    private const string Unrelated = "namespace Shop; public class Unrelated { int M() => 1; internal int F = 1; int P { get; } = 1; int Q { get => 1; } int B() { return 1; } }\n";

    private static readonly string[] Steps =
    [
        TrackingNames.ParseFiles, TrackingNames.SelectLoaders, TrackingNames.GroupFiles,
        TrackingNames.ReadModule, TrackingNames.ReadFacts, TrackingNames.ListRegistrations,
    ];

    [Theory]
    [InlineData(3, "int M() => 1", "int M() => 2")]
    [InlineData(0, "=> null!", "=> throw new System.Exception()")]
    [InlineData(0, "namespace Shop;", "namespace Shop; // a comment\n\n")]
    [InlineData(2, "(int Id)", "(int Id, string Name)")]
    public void An_edit_that_changes_no_signature_reuses_everything(int file, string old, string @new)
    {
        GeneratorRunResult result = Edit(file, old, @new);
        foreach (string step in Steps)
            Assert.All(Reasons(result, step), static reason => Assert.True(reason is Reason.Cached or Reason.Unchanged, reason.ToString()));
        Assert.All(Outputs(result), static reason => Assert.Equal(Reason.Cached, reason));
        Assert.Equal(6, Outputs(result).Length); // two files of loaders, the registration, and the checks of the language, of copies and of endpoints
    }

    [Theory]
    [InlineData(3, "int M() => 1", "int M() => 2")]
    [InlineData(3, "return 1;", "return DateTime.")]
    [InlineData(3, "return 1;", "if (")]
    [InlineData(3, "int M() => 1;", "// a comment\n int M() => 1;")]
    [InlineData(3, "int F = 1", "int F = 1 + ")]
    [InlineData(3, "P { get; } = 1", "P { get; } = 2")]
    [InlineData(3, "get => 1;", "get => new System.Random().Next();")]
    [InlineData(0, "=> null!", "=> throw new System.Exception()")]
    public void What_is_typed_into_a_body_binds_nothing(int file, string old, string @new)
    {
        GeneratorRunResult result = Edit(file, old, @new);
        Assert.Equal([Reason.Unchanged], Reasons(result, TrackingNames.ReadDeclarations));
        foreach (string step in Steps.Append(TrackingNames.FindFiles))
            Assert.All(Reasons(result, step), static reason => Assert.Equal(Reason.Cached, reason));
    }

    [Theory]
    [InlineData("int[] ids", "long[] ids")]
    [InlineData("[BatchLoader]", "[BatchLoader(MaxBatchSize = 3)]")]
    [InlineData("[BatchLoader]", "/// <summary>Words.</summary>\n[BatchLoader]")]
    public void One_changed_method_rebuilds_one_file(string old, string @new)
    {
        GeneratorRunResult result = Edit(1, old, @new);
        Assert.Equal([Reason.Cached, Reason.Modified], Reasons(result, TrackingNames.ParseFiles).OrderBy(static reason => reason == Reason.Modified));
        Assert.Equal(1, Reasons(result, TrackingNames.GroupFiles).Count(static reason => reason == Reason.Modified));
        Assert.True(Outputs(result).Count(static reason => reason == Reason.Modified) <= 2, "more than one file and the registration");
        Assert.Equal("Shop.PriceQueries.g.cs", Assert.Single(Changed(1, old, @new), static name => !name.StartsWith("DataLoader.", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_edit_of_the_type_of_an_argument_changes_one_output()
    {
        string before = Prices.Replace("int[] ids", "int[] ids, [BatchArgument] int page", StringComparison.Ordinal);
        GeneratorDriver driver = Start(out CSharpCompilation compilation);
        compilation = Replace(compilation, 1, before);
        driver = driver.RunGenerators(compilation);
        Assert.Contains("BatchLoaderFamily<int, int, int>", Text(driver), StringComparison.Ordinal);

        driver = driver.RunGenerators(Replace(compilation, 1, before.Replace("int page", "long page", StringComparison.Ordinal)));

        Assert.Contains("BatchLoaderFamily<int, long, int>", Text(driver), StringComparison.Ordinal);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Equal([Reason.Cached, Reason.Modified], Reasons(result, TrackingNames.ParseFiles).OrderBy(static reason => reason == Reason.Modified));
        Assert.Equal(1, Outputs(result).Count(static reason => reason == Reason.Modified));

        static string Text(GeneratorDriver driver)
            => driver.GetRunResult().Results.Single().GeneratedSources.Single(static source => source.HintName == "Shop.PriceQueries.g.cs").SourceText.ToString();
    }

    [Fact]
    public void A_value_type_that_moved_to_another_namespace_in_another_file_rebuilds_its_loader()
    {
        string moved = "namespace Model { }\nnamespace Shop { public sealed record User(int Id); }\n";
        GeneratorDriver driver = Start(out CSharpCompilation compilation);
        compilation = Replace(compilation, 2, moved);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Contains(result.GeneratedSources, static source => source.SourceText.ToString().Contains("BatchLoader<int, global::Shop.User>", StringComparison.Ordinal));
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void A_second_loader_is_new_and_the_first_stays()
    {
        GeneratorDriver driver = Start(out CSharpCompilation compilation);
        compilation = compilation.AddSyntaxTrees(GeneratorRun.Parse(Prices.Replace("Price", "Stock", StringComparison.Ordinal), "Stock.cs"));
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Equal(1, Reasons(result, TrackingNames.GroupFiles).Count(static reason => reason == Reason.New));
        Assert.Equal(2, Reasons(result, TrackingNames.GroupFiles).Count(static reason => reason is Reason.Unchanged or Reason.Cached));
    }

    [Fact]
    public void An_attribute_that_is_gone_takes_its_file_along()
    {
        GeneratorRunResult result = Edit(1, "[BatchLoader]", "");
        Assert.Equal(["DataLoader.BatchLoaderServices.g.cs", "Shop.UserQueries.g.cs"], result.GeneratedSources.Select(static source => source.HintName).Order(StringComparer.Ordinal));
    }

    internal static GeneratorDriver Start(out CSharpCompilation compilation)
    {
        compilation = GeneratorRun.Compile([
            GeneratorRun.Parse(Users, "Users.cs"), GeneratorRun.Parse(Prices, "Prices.cs"),
            GeneratorRun.Parse(Model, "Model.cs"), GeneratorRun.Parse(Unrelated, "Unrelated.cs")]);
        return GeneratorRun.CreateDriver(tracked: true).RunGenerators(compilation);
    }

    internal static CSharpCompilation Replace(CSharpCompilation compilation, int file, string text)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, GeneratorRun.Parse(text, tree.FilePath));
    }

    private static GeneratorRunResult Edit(int file, string old, string @new)
    {
        GeneratorDriver driver = Start(out CSharpCompilation compilation);
        string text = compilation.SyntaxTrees[file].ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        return driver.RunGenerators(Replace(compilation, file, text.Replace(old, @new, StringComparison.Ordinal))).GetRunResult().Results.Single();
    }

    private static IEnumerable<string> Changed(int file, string old, string @new)
    {
        GeneratorRunResult before = Start(out _).GetRunResult().Results.Single();
        GeneratorRunResult after = Edit(file, old, @new);
        return after.GeneratedSources
            .Where(source => before.GeneratedSources.Single(one => one.HintName == source.HintName).SourceText.ToString() != source.SourceText.ToString())
            .Select(static source => source.HintName);
    }

    private static Reason[] Reasons(GeneratorRunResult result, string step)
        => result.TrackedSteps.TryGetValue(step, out var runs) ? [.. runs.SelectMany(static run => run.Outputs).Select(static output => output.Reason)] : [];

    private static Reason[] Outputs(GeneratorRunResult result)
        => [.. result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs).Select(static output => output.Reason)];
}
