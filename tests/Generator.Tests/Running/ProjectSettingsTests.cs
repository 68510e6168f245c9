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
    [InlineData("string cs = null", NullableContextOptions.Disable)]
    [InlineData("string cs = null, Uri uri = null, int? page = null", NullableContextOptions.Disable)]
    [InlineData("string cs = null!", NullableContextOptions.Enable)]
    [InlineData("[FromKeyedServices(\"k\")] string cs = null", NullableContextOptions.Disable)]
    public void A_null_by_default_is_not_talked_about(string parameter, NullableContextOptions nullable)
        => Assert.Equal(["ALoader", "BLoader"], GeneratorRun.Of(GeneratorRun.Compile(
            [GeneratorRun.Parse(GeneratorRun.Usings + $$"""
                public static class Queries
                {
                    [BatchLoader] public static Task<int[]> BatchA(int[] ids, {{parameter}}) => throw new Exception();
                    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<int[]> BatchB(int[] ids, {{parameter}}) => throw new Exception();
                }
                """)],
            nullable: nullable)).LoaderNames());

    [Fact]
    public void A_project_may_be_CLS_compliant() => Assert.Equal(["ALoader", "BLoader", "_x"], GeneratorRun.Of(
        """
        #pragma warning disable CS3001, CS3002, CS3003, CS3008
        [assembly: CLSCompliant(true)]
        public sealed record Row(uint Id);
        public static class Queries
        {
            [BatchLoader] public static Task<int[]> BatchA(int[] ids, IServiceProvider services) => null!;
            [BatchLoader(CacheKey = nameof(Key), KeyOf = nameof(Row.Id))] public static Task<Row[]> BatchB(uint[] ids, sbyte[] service) => null!;
            public static ulong Key(uint id) => id;
            [BatchLoader] public static IAsyncEnumerable<KeyValuePair<uint, ulong>> BatchC(uint[] ids) => null!;
        }
        """).LoaderNames().Select(static name => name.Replace("CLoader", "_x", StringComparison.Ordinal)));

    [Theory]
    [InlineData("public interface IRow : IA, IB;", false)]
    [InlineData("public interface IRow : IA, IC;", true)]
    [InlineData("public interface IRow : IC, IA;", true)]
    [InlineData("public interface IRow : IA, IB { new int Id { get; } }", true)]
    [InlineData("public interface IRow : IA, ID;", false)]
    [InlineData("public interface IRow : IA, IB, IC;", false)]
    [InlineData("public class IRow : Base { public new int Id() => 1; }", false)]
    [InlineData("public class IRow : Base { public new static int Id => 1; }", false)]
    [InlineData("public class IRow : Base { public new class Id; }", false)]
    [InlineData("public class IRow : Base { private new string Id => \"\"; }", true)]
    [InlineData("public class IRow : Base { private new int Id() => 1; }", true)]
    [InlineData("public class IRow : Base { public override int Other { set { } } }", true)]
    public void KeyOf_means_what_the_compiler_would_take_it_for(string row, bool isGood)
    {
        GeneratorRun run = GeneratorRun.OfBroken(
            $$"""
            public interface IA { int Id { get; } }
            public interface IB { int Id { get; } }
            public interface IC : IA { new int Id { get; } }
            public interface ID : IA { new string Id(); }
            public class Base { public int Id => 1; public virtual int Other { get => 1; set { } } }
            {{row}}
            public static class Queries { [BatchLoader(KeyOf = "{{(row.Contains("Other", StringComparison.Ordinal) ? "Other" : "Id")}}")] public static Task<IRow[]> BatchA(int[] ids) => null!; }
            """);
        Assert.Equal(isGood ? ["ALoader"] : [], run.LoaderNames());
    }

    [Fact]
    public void A_type_that_two_references_have_gets_no_loader_that_could_not_name_it()
    {
        const string Type = "namespace Lib { public class X { public class Nested; } public class Y<T>; class Inner; }";
        MetadataReference one = GeneratorRun.Compile([GeneratorRun.Parse(Type)], assemblyName: "One").ToMetadataReference();
        MetadataReference other = GeneratorRun.Compile([GeneratorRun.Parse(Type + " namespace Lib { public class Only; }")], assemblyName: "Other").ToMetadataReference(["global", "far"]);
        GeneratorRun run = GeneratorRun.Of(GeneratorRun.Compile([GeneratorRun.Parse(
            "extern alias far;\n" + GeneratorRun.Usings + """
            using X = far::Lib.X;
            internal static class Queries
            {
                [BatchLoader] internal static Task<X[]> BatchA(int[] ids) => null!;
                [BatchLoader] internal static Task<Dictionary<int, List<X.Nested>>> BatchB(int[] ids) => null!;
                [BatchLoader] internal static Task<int[]> BatchC(int[] ids, far::Lib.Y<int> service) => null!;
                [BatchLoader] internal static Task<Lib.Only[]> BatchGood(int[] ids) => null!;
            }
            """)]).AddReferences(one, other));
        Assert.Equal(["GoodLoader"], run.LoaderNames());
    }

    [Theory]
    [InlineData("<paramref name='ids'/>")]
    [InlineData("<paramref  name = \"ids\"  />")]
    [InlineData("<paramref name=\"ids\"></paramref>")]
    [InlineData("<paramref name='ids'>the keys</paramref>")]
    [InlineData("<see cref='Queries'/> <include file='none.xml' path='x'/>")]
    public void What_a_summary_says_of_parameters_is_not_said_of_the_loader(string reference)
    {
        GeneratorRun run = GeneratorRun.OfBroken($$"""
            public static class Queries
            {
                /// <summary>Loads {{reference}}.</summary>
                [BatchLoader] public static Task<int[]> BatchA(int[] ids) => null!;
            }
            """);
        Assert.Equal(["ALoader"], run.LoaderNames());
        Assert.DoesNotContain("paramref", run.Text("Queries.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Obsolete_loaders_may_hold_what_is_an_error_to_use()
        => Assert.Equal(["ALoader", "BLoader", "CLoader"], GeneratorRun.Of("""
            [Obsolete("x", true)] public sealed record Row(int Id);
            [Obsolete("y", true)] public sealed class Service;
            [Obsolete] public static class Old
            {
                [BatchLoader(KeyOf = "Id")] public static Task<Row[]> BatchA(int[] ids) => null!;
                [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<int[]> BatchB(int[] ids, Service service) => null!;
            }
            public static class Queries { [BatchLoader] public static Task<int[]> BatchC(int[] ids) => null!; }
            """).LoaderNames());

    [Fact]
    public void What_was_generated_before_and_is_compiled_again_is_not_there_twice()
    {
        const string Source = """
            namespace N { public static class Queries { [BatchLoader] public static Task<int[]> BatchA(int[] ids) => null!; } }
            public static class Use { public static IServiceCollection All(IServiceCollection services) => services.AddBatchLoaders(); }
            """;
        GeneratorRun first = GeneratorRun.Of(Source);
        CSharpCompilation again = GeneratorRun.Compile([
            GeneratorRun.Parse(GeneratorRun.Usings + Source),
            .. first.Sources.Select(static source => GeneratorRun.Parse(source.SourceText.ToString(), "Generated/" + source.HintName))]);
        GeneratorRun second = GeneratorRun.Of(again);
        Assert.Equal(["N.ALoader"], second.LoaderNames());
        Assert.Equal("DataLoader.CompiledCopy.g.cs", Assert.Single(second.Sources).HintName);
    }

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
