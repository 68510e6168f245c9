using System.Collections.Immutable;
using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Running;

/// <summary>BL0026, which the generator says itself: what ASP.NET Core makes of such an endpoint does not parse, so that no analyzer is asked.</summary>
public class EndpointTests
{
    [Theory]
    [InlineData("(int id, UserLoader users) => users.LoadAsync(id)", true)]
    [InlineData("async (int id, Shop.UserLoader? users) => await users!.LoadAsync(id)", true)]
    [InlineData("(int id, IBatchLoader<int, string> users) => users.LoadAsync(id)", false)]
    [InlineData("(int id) => id", false)]
    public void An_endpoint_that_takes_a_loader_is_told(string lambda, bool isTold)
    {
        ImmutableArray<Diagnostic> said = Generate($"app.MapGet(\"/\", {lambda});", "", isOn: true);
        if (!isTold)
        {
            Assert.Empty(said);
            return;
        }

        Diagnostic it = Assert.Single(said);
        Assert.Equal("BL0026", it.Id);
        Assert.Contains("'public sealed partial class UserLoader : BatchLoader<", it.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal("Source.cs", it.Location.GetLineSpan().Path);
        Assert.Equal(8, it.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Theory]
    [InlineData("public sealed partial class UserLoader : BatchLoader<int, string>;", true, 0)]
    [InlineData("public sealed partial class UserLoader;", true, 1)]
    [InlineData("", false, 0)]
    public void It_is_told_where_no_part_names_the_base_and_the_other_generator_runs(string part, bool isOn, int count)
        => Assert.Equal(count, Generate("app.MapGet(\"/\", (int id, UserLoader users) => users.LoadAsync(id));", part, isOn).Length);

    private static ImmutableArray<Diagnostic> Generate(string call, string part, bool isOn)
    {
        CSharpParseOptions options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        if (isOn)
            options = options.WithFeatures([new("InterceptorsNamespaces", "X;Microsoft.AspNetCore.Http.Generated")]);
        string source = GeneratorRun.Usings + $$"""
            namespace Shop { public static class Program { public static void Main(App app) { {{call}} } } {{part}} }
            public class App { public void MapGet(string path, Delegate handler) { } }
            namespace Shop { public static class Queries { [BatchLoader] public static Task<string[]> BatchUser(int[] ids) => null!; } }
            """;
        CSharpGeneratorDriver.Create([new BatchLoaderGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(
            GeneratorRun.Compile([CSharpSyntaxTree.ParseText(source, options, "Source.cs")]), out Compilation output, out ImmutableArray<Diagnostic> said);
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return said;
    }
}
