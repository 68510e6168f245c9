using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Tests.Running;

/// <summary>What a batch method takes besides the keys arrives as the container would give it to a constructor: under any name, key and default.</summary>
public class ServiceTests
{
    [Theory]
    [InlineData("", "string db, Uri _db", "db, _db", "\"a\", new Uri(\"urn:b\")")]
    [InlineData("", "string _db, Uri db, Version __db", "_db, db, __db", "\"a\", new Uri(\"urn:b\"), new Version(1, 2)")]
    [InlineData("", "string Definition, Uri batch", "Definition, batch", "\"a\", new Uri(\"urn:b\")")]
    [InlineData("", "string scope, Uri options, Version scopeService", "scope, options, scopeService", "\"a\", new Uri(\"urn:b\"), new Version(1, 2)")]
    [InlineData("", "string task, Uri Task, Version taskService", "task, Task, taskService", "\"a\", new Uri(\"urn:b\"), new Version(1, 2)")]
    [InlineData("(ServiceScope = BatchServiceScope.PerBatch)", "string task, Uri Task, Version taskService", "task, Task, taskService", null)]
    [InlineData("(ServiceScope = BatchServiceScope.PerBatch)", "string serviceA, Uri a, Version scope", "serviceA, a, scope", null)]
    [InlineData("(ServiceScope = BatchServiceScope.PerBatch)", "string values, Uri batch, Version provider", "values, batch, provider", null)]
    public Task Services_arrive_whatever_they_are_called(string settings, string parameters, string names, string? arguments) => GeneratorRun.Run(
        $$"""
        public static class Queries
        {
            [BatchLoader{{settings}}]
            public static async Task<ImmutableArray<string>> BatchText(int[] ids, {{parameters}})
                => ids.Select(id => string.Join(";", new object?[] { {{names}} }.Select(service => service ?? "null"))).ToImmutableArray();
        }

        public static class Test
        {
            public static async Task Run()
            {
                var services = new ServiceCollection().AddBatchLoaders().AddSingleton("a").AddSingleton(new Uri("urn:b")).AddSingleton(new Version(1, 2));
                using var provider = services.BuildServiceProvider();
                using var scope = provider.CreateScope();
                string expected = await Queries.BatchText(new[] { 1 }, {{Resolved(parameters)}}) is var direct ? direct[0] : "";
                Check(await scope.ServiceProvider.GetRequiredService<TextLoader>().LoadAsync(1));
                {{(arguments is null ? "" : $"Check(await new TextLoader({arguments}).LoadAsync(1));")}}

                void Check(string actual)
                {
                    if (actual != expected) throw new Exception($"{actual} instead of {expected}");
                }
            }
        }
        """);

    [Theory]
    [InlineData("typeof(Queries)")]
    [InlineData("typeof(void)")]
    [InlineData("typeof(List<>)")]
    [InlineData("typeof(Dictionary<,>.KeyCollection)")]
    [InlineData("typeof(int[,])")]
    [InlineData("typeof((int A, string B))")]
    [InlineData("1.5")]
    [InlineData("1.5f")]
    [InlineData("double.NaN")]
    [InlineData("float.PositiveInfinity")]
    [InlineData("double.NegativeInfinity")]
    [InlineData("-0.0")]
    [InlineData("'\\''")]
    [InlineData("(short)-3")]
    [InlineData("int.MinValue")]
    [InlineData("long.MinValue")]
    [InlineData("DayOfWeek.Friday")]
    [InlineData("(DayOfWeek)(-1)")]
    public Task Keyed_services_carry_over(string key) => GeneratorRun.Run(
        $$"""
        public static class Queries
        {
            [BatchLoader] public static async Task<string[]> BatchText(int[] ids, [FromKeyedServices({{key}})] string text) => ids.Select(_ => text).ToArray();
        }

        public static class Test
        {
            public static async Task Run()
            {
                object key = {{key}};
                using var provider = new ServiceCollection().AddBatchLoaders().AddSingleton("plain").AddKeyedSingleton(key, "keyed").BuildServiceProvider();
                using var scope = provider.CreateScope();
                string text = await scope.ServiceProvider.GetRequiredService<TextLoader>().LoadAsync(1);
                if (text != "keyed") throw new Exception(text);
                text = await ActivatorUtilities.CreateInstance<TextLoader>(scope.ServiceProvider).LoadAsync(1);
                if (text != "keyed") throw new Exception(text);
            }
        }
        """);

    [Theory]
    [InlineData("[Replica]", "")]
    [InlineData("[Of(Region.East, \"b\")]", "")]
    [InlineData("[Of(Region.East, null, Suffix = \"b\")]", "")]
    [InlineData("[Of(Region.East, \"b\")]", "(ServiceScope = BatchServiceScope.PerBatch)")]
    public Task Attributes_that_derive_from_FromKeyedServices_carry_over(string attribute, string settings) => GeneratorRun.Run(
        $$"""
        public enum Region { West, East }
        public sealed class ReplicaAttribute : FromKeyedServicesAttribute { public ReplicaAttribute() : base("Eastb") { } }
        public sealed class OfAttribute : FromKeyedServicesAttribute
        {
            public OfAttribute(Region region, string? suffix) : base(region + (suffix ?? "b")) { }
            public string? Suffix { get; set; }
        }

        public static class Queries
        {
            [BatchLoader{{settings}}] public static async Task<string[]> BatchText(int[] ids, {{attribute}} string text) => ids.Select(_ => text).ToArray();
        }

        public static class Test
        {
            public static async Task Run()
            {
                using var provider = new ServiceCollection().AddBatchLoaders().AddSingleton("plain").AddKeyedSingleton("Eastb", "keyed").BuildServiceProvider();
                using var scope = provider.CreateScope();
                string text = await scope.ServiceProvider.GetRequiredService<TextLoader>().LoadAsync(1);
                if (text != "keyed") throw new Exception(text);
                text = await ActivatorUtilities.CreateInstance<TextLoader>(scope.ServiceProvider).LoadAsync(1);
                if (text != "keyed") throw new Exception(text);
            }
        }
        """);

    [Theory]
    [InlineData("typeof(Hidden)")]
    [InlineData("typeof(List<Hidden>)")]
    [InlineData("Choice.One")]
    [InlineData("new[] { 1, 2 }")]
    public void A_key_that_cannot_be_written_down_is_no_key_that_is_left_out(string key)
        => Assert.Empty(GeneratorRun.Of($$"""
            public static class Queries
            {
                private sealed class Hidden;
                private enum Choice { One }
                [BatchLoader] public static Task<string[]> BatchText(int[] ids, [FromKeyedServices({{key}})] string text) => null!;
            }
            """).LoaderNames());

    [Theory]
    [InlineData("int page = 10", "10", "7")]
    [InlineData("Uri? uri = null, int page = 10, string filter = \"f\\\"\"", ";10;f\"", "urn:b;7;a")]
    [InlineData("long page = 10, short s = -3, byte b = 1, ulong u = 5, char c = 'c', bool t = true", "10;-3;1;5;c;True", "10;-3;1;5;c;True")]
    [InlineData("decimal m = 1.5m, double d = 2.5, float f = 3.5f, DayOfWeek day = DayOfWeek.Friday", "1.5;2.5;3.5;Friday", "1.5;2.5;3.5;Friday")]
    [InlineData("double d = double.NaN, float f = float.NegativeInfinity, int min = int.MinValue", "NaN;-Infinity;-2147483648", "NaN;-Infinity;7")]
    [InlineData("Guid id = default, DateTime at = default, int? page = null, int? other = 3", "00000000-0000-0000-0000-000000000000;01/01/0001 00:00:00;;3", "00000000-0000-0000-0000-000000000000;01/01/0001 00:00:00;7;7")]
    [InlineData("Uri? uri = null, CancellationToken token = default, int page = 10", ";10", "urn:b;7")]
    [InlineData("[System.Runtime.InteropServices.Optional, System.Runtime.InteropServices.DefaultParameterValue(10)] int page, IServiceProvider all", "10;all", "7;all")]
    [InlineData("[FromKeyedServices(\"k\")] string text = \"f\", [FromKeyedServices(\"k\")] int page = 10, [FromKeyedServices(\"k\")] Uri? uri = null", "f;10;", "key;8;")]
    [InlineData("string text = null!, Uri @class = null!", ";", "a;urn:b")]
    public Task Defaults_stand_in_for_what_the_container_does_not_have(string parameters, string expected, string registered)
    {
        string[] names = [.. Names(parameters).Where(static name => name != "token")];
        string source = $$"""
            public static class Queries
            {
                private static string Text(object? value) => value is IServiceProvider ? "all" : value is IFormattable number ? number.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : value?.ToString() ?? "";

                [BatchLoader] public static async Task<string[]> BatchText(int[] ids, {{parameters}})
                    => ids.Select(_ => string.Join(";", new object?[] { {{string.Join(", ", names)}} }.Select(Text))).ToArray();

                [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static async Task<string[]> BatchOwn(int[] ids, {{parameters}})
                    => ids.Select(_ => string.Join(";", new object?[] { {{string.Join(", ", names)}} }.Select(Text))).ToArray();
            }

            public static class Test
            {
                public static async Task Run()
                {
                    await Check(new ServiceCollection(), {{Literal(expected)}});
                    var full = new ServiceCollection().AddSingleton("a").AddSingleton(new Uri("urn:b")).AddKeyedSingleton("k", "key");
                    full.Add(new ServiceDescriptor(typeof(int), 7));
                    full.Add(new ServiceDescriptor(typeof(int), "k", 8));
                    await Check(full, {{Literal(registered)}});
                    {{(parameters.Contains("IServiceProvider", StringComparison.Ordinal) ? "" : $"Equal(await new TextLoader().LoadAsync(1), {Literal(expected)});")}}
                }

                private static async Task Check(IServiceCollection services, string expected)
                {
                    using var provider = services.AddBatchLoaders().BuildServiceProvider();
                    using var scope = provider.CreateScope();
                    Equal(await scope.ServiceProvider.GetRequiredService<TextLoader>().LoadAsync(1), expected);
                    Equal(await scope.ServiceProvider.GetRequiredService<OwnLoader>().LoadAsync(1), expected);
                }

                private static void Equal(string actual, string expected)
                {
                    if (actual != expected) throw new Exception($"{actual} instead of {expected}");
                }
            }
            """;
        return GeneratorRun.Run(source);
    }

    [Theory]
    [InlineData("public sealed class @var;")]
    [InlineData("public sealed class @notnull;")]
    [InlineData("public sealed class Task;")]
    public Task A_type_of_the_projects_own_is_not_taken_for_a_word_of_generated_code(string type) => GeneratorRun.Run(
        $$"""
        #pragma warning disable CS8981
        namespace N
        {
            {{type}}
            public static class Queries
            {
                [BatchLoader] public static async System.Threading.Tasks.Task<int[]> BatchA(int[] ids, string text) => ids;
                [BatchLoader] public static async System.Threading.Tasks.ValueTask<ImmutableArray<int>> BatchB(int[] ids) => ids.ToImmutableArray();
                [BatchLoader] public static async System.Threading.Tasks.Task<ILookup<int, int>> BatchC(int[] ids) => ids.ToLookup(id => id);
                [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static async System.Threading.Tasks.Task<int[]> BatchD(int[] ids, string text) => ids;
            }
        }

        public static class Test
        {
            public static async System.Threading.Tasks.Task Run()
            {
                using var provider = new ServiceCollection().AddBatchLoaders().AddSingleton("").BuildServiceProvider();
                using var scope = provider.CreateScope();
                int sum = await scope.ServiceProvider.GetRequiredService<N.ALoader>().LoadAsync(1) + await new N.BLoader().LoadAsync(2)
                    + (await new N.CLoader().LoadAsync(3)).Sum() + await scope.ServiceProvider.GetRequiredService<N.DLoader>().LoadAsync(4);
                if (sum != 10) throw new Exception(sum.ToString());
            }
        }
        """);

    [Theory]
    [InlineData("var")]
    [InlineData("dynamic")]
    [InlineData("notnull")]
    [InlineData("nint")]
    public void No_loader_takes_a_word_of_the_language(string name)
        => Assert.Empty(GeneratorRun.Of($$"""
            public static class Queries { [BatchLoader("{{name}}")] public static Task<int[]> BatchA(int[] ids) => null!; }
            """).LoaderNames());

    private static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    private static IEnumerable<string> Names(string parameters)
        => Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseParameterList($"({parameters})").Parameters.Select(static parameter => parameter.Identifier.Text);

    /// <summary>The services of a parameter list, as the container has them.</summary>
    private static string Resolved(string parameters)
        => string.Join(", ", parameters.Split(',').Select(static parameter => parameter.Trim().Split(' ')[0] switch
        {
            "string" => "\"a\"",
            "Uri" => "new Uri(\"urn:b\")",
            _ => "new Version(1, 2)",
        }));

    [Theory]
    [InlineData("", "Mid.Inner", "", "UserLoader", "Mid")]
    [InlineData("", "Mid.Inner", "using Two;", "UserLoader", "Two")]
    [InlineData("using One;", "Mid.Inner", "", "UserLoader", "Mid")]
    [InlineData("using One;", "Other", "", "UserLoader", "One")]
    [InlineData("using Two;", "Other.Deep", "", "UserLoader?", "Two")]
    [InlineData("using One;", "Mid.Inner", "", "Two.UserLoader", "Two")]
    [InlineData("", "Mid.Inner", "", "global::One.UserLoader", "One")]
    public Task Of_loaders_of_one_name_it_is_the_one_that_the_compiler_finds(string usings, string @namespace, string inner, string type, string found)
    {
        string loaders = string.Join(Environment.NewLine, new[] { "One", "Two", "Mid" }.Select(static name => $$"""
            namespace {{name}}
            {
                public static class Queries
                {
                    [BatchLoader] public static async Task<string[]> BatchUser(int[] ids) => ids.Select(_ => "{{name}}").ToArray();
                }
            }
            """));
        return GeneratorRun.Run(
            loaders,
            $$"""
            {{usings}}
            namespace {{@namespace}}
            {
                {{inner}}
                public static class Friends
                {
                    [BatchLoader] public static async Task<IReadOnlyList<string>> BatchFriend(int[] ids, {{type}} users) => await users!.LoadManyAsync(ids);
                }
            }

            public static class Test
            {
                public static async Task Run()
                {
                    string found = await new {{@namespace}}.FriendLoader(new global::{{found}}.UserLoader()).LoadAsync(1);
                    if (found != "{{found}}") throw new Exception(found);
                }
            }
            """);
    }
}
