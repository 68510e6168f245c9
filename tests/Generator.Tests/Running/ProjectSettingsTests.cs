using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Running;

/// <summary>What a project may have set or suppressed must not make generated code fail. Warnings are errors in all of these.</summary>
public class ProjectSettingsTests
{
    [Theory]
    [InlineData("[BatchLoader] internal static Task<New[]> BatchA(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Dictionary<New, List<int[]>>> BatchA(New[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchA(int[] ids, Func<New, int> service) => null!;")]
    [InlineData("[BatchLoader, Experimental(\"EXP01\")] internal static Task<int[]> BatchA(int[] ids) => null!;")]
    [InlineData("[BatchLoader(CacheKey = nameof(F))] internal static Task<int[]> BatchA(int[] ids) => null!; [Experimental(\"EXP02\")] internal static int F(int id) => id;")]
    [InlineData("[BatchLoader(KeyOf = nameof(Row.Id))] internal static Task<Row[]> BatchA(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Rows> BatchA(List<int> ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<Old[]> BatchA(int[] ids) => null!;")]
    [InlineData("[BatchLoader] internal static Task<int[]> BatchA(int[] ids, OldWithId service) => null!;")]
    [InlineData("[Experimental(\"EXP03\")] internal static class Nested { [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] internal static Task<int[]> BatchA(int[] ids, New service) => null!; }")]
    public void What_is_experimental_or_obsolete_was_answered_where_it_was_written(string method)
    {
        GeneratorRun run = GeneratorRun.Of(
            $$"""
            using System.Diagnostics.CodeAnalysis;
            #pragma warning disable CS0612, CS0618, EXP01, EXP02, EXP03, OLD01
            internal static class Queries { {{method}} }
            """,
            """
            using System.Diagnostics.CodeAnalysis;
            [Experimental("EXP01")] public class New;
            [Experimental("EXP03")] public class Rows : List<int>;
            [Obsolete] public class Old;
            [Obsolete("x", DiagnosticId = "OLD01")] public class OldWithId;
            public class Row { [Experimental("EXP02")] public int Id => 1; }
            """);
        Assert.Equal(["ALoader"], run.LoaderNames().Select(static name => name.Split('.')[^1]));
    }

    [Fact]
    public void The_loader_of_an_experimental_method_is_experimental()
    {
        const string Queries = """
            using System.Diagnostics.CodeAnalysis;
            #pragma warning disable EXP01
            public static class Queries
            {
                [BatchLoader, Experimental("EXP01")] public static Task<int[]> BatchA(int[] ids) => null!;
                [BatchLoader] public static Task<int[]> BatchB(int[] ids, ALoader other) => null!;
            }
            """;
        Assert.Equal(["ALoader", "BLoader"], GeneratorRun.Of(Queries).LoaderNames());
        CSharpCompilation output = GeneratorRun.OfBroken(Queries, "public class User { public ALoader? Loader; }").Output;
        string[] errors = [.. output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.Id)];
        Assert.NotEmpty(errors);
        Assert.All(errors, static id => Assert.Equal("EXP01", id));
    }

    [Theory]
    [InlineData("internal static Task<X[]> BatchBad(int[] ids) => null!;")]
    [InlineData("internal static Task<Dictionary<int, List<X>>> BatchBad(int[] ids) => null!;")]
    [InlineData("internal static Task<int[]> BatchBad(X[] ids) => null!;")]
    [InlineData("internal static Task<int[]> BatchBad(int[] ids, X.Nested x) => null!;")]
    public void A_type_behind_an_extern_alias_gets_no_loader_that_could_not_name_it(string method)
    {
        CSharpCompilation library = GeneratorRun.Compile(
            [GeneratorRun.Parse("namespace Lib { public class X { public class Nested; } }")], assemblyName: "Library");
        CSharpCompilation project = GeneratorRun.Compile([GeneratorRun.Parse(
            "extern alias far;\n" + GeneratorRun.Usings + $$"""
            using X = far::Lib.X;
            internal static class Queries
            {
                [BatchLoader] {{method}}
                [BatchLoader] internal static Task<int[]> BatchGood(int[] ids) => null!;
            }
            """)]);
        GeneratorRun hidden = GeneratorRun.Of(project.AddReferences(library.ToMetadataReference(["far"])));
        Assert.Equal(["GoodLoader"], hidden.LoaderNames());
        GeneratorRun reachable = GeneratorRun.Of(project.AddReferences(library.ToMetadataReference(["global", "far"])));
        Assert.Equal(["BadLoader", "GoodLoader"], reachable.LoaderNames());
    }

    [Fact]
    public void Generated_code_needs_no_language_newer_than_CSharp_9()
        => Assert.Equal(["N.ALoader", "N.BLoader", "N.CLoader"], GeneratorRun.Of(WithLanguage(LanguageVersion.CSharp9)).LoaderNames());

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    public void An_older_language_gets_one_sentence_that_says_so(LanguageVersion version)
    {
        GeneratorRun run = GeneratorRun.Unchecked(WithLanguage(version));
        Assert.Empty(run.LoaderNames());
        Assert.Contains("error CS1029: #error: '[BatchLoader] needs C# 9", Assert.Single(run.ErrorsInGeneratedCode()), StringComparison.Ordinal);
    }

    private static CSharpCompilation WithLanguage(LanguageVersion version) => GeneratorRun.Compile(
        [GeneratorRun.Parse(
            GeneratorRun.Usings + """
            namespace N
            {
                public class Row { public int Id { get; set; } }
                public static class Queries
                {
                    [BatchLoader(MaxBatchSize = 5, KeyOf = "Id", Order = ResultOrder.Any)] public static Task<Row[]> BatchA(int[] ids) => throw new Exception();
                    [BatchLoader(CacheKey = "F")] public static Task<ILookup<int, Row>> BatchB(List<int> ids, IServiceProvider services) => throw new Exception();
                    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static IAsyncEnumerable<KeyValuePair<int, Row>> BatchC(int[] ids, Row row) => throw new Exception();
                    public static int F(int id) => id;
                }
            }
            """,
            version: version)],
        nullable: version < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable);
}
