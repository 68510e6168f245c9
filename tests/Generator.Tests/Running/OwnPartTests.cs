using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Loaders of which the user has written a part: <c>public sealed partial class UserLoader : BatchLoader&lt;int, User&gt;, IUserLoader</c>.</summary>
public class OwnPartTests
{
    [Fact]
    public Task A_part_repeats_the_base_and_adds_what_it_likes() => GeneratorRun.Run("""
        namespace Shop
        {
            public interface IUserLoader { Task<string> LoadAsync(int id); Task<int> LengthAsync(int id); string Name { get; } }
            public interface INamed { Task<string> Load(int id); }
            [AttributeUsage(AttributeTargets.Class)] public sealed class MarkAttribute : Attribute;

            [Mark]
            public sealed partial class UserLoader : BatchLoader<int, string>, IUserLoader, INamed
            {
                static UserLoader() => Made++;
                public static int Made;
                public async Task<int> LengthAsync(int id) => (await LoadAsync(id)).Length;
                Task<string> INamed.Load(int id) => LoadAsync(id);
                public Task<string> this[int id] => LoadAsync(id);
                public static UserLoader operator ~(UserLoader loader) => loader.ClearAll();
                public static explicit operator LoaderScope?(UserLoader loader) => null;
                public sealed record Nested(int Id);
            }

            public static class Queries { [BatchLoader] public static async Task<string[]> BatchUser(int[] ids, string prefix) => ids.Select(id => prefix + id).ToArray(); }
        }

        public static class Test
        {
            public static async Task Run()
            {
                using var provider = new ServiceCollection().AddSingleton("user").AddBatchLoaders().BuildServiceProvider(validateScopes: true);
                using var scope = provider.CreateScope();
                var loader = scope.ServiceProvider.GetRequiredService<Shop.UserLoader>();
                var mine = scope.ServiceProvider.GetRequiredService<Shop.IUserLoader>();
                if (!ReferenceEquals(loader, mine) || !ReferenceEquals(loader, scope.ServiceProvider.GetRequiredService<Shop.INamed>())) throw new Exception("another instance");
                if (!ReferenceEquals(loader, scope.ServiceProvider.GetRequiredService<IBatchLoader<int, string>>())) throw new Exception("another IBatchLoader");
                if (await mine.LengthAsync(12) != 6 || await (~loader)[3] != "user3" || await ((Shop.INamed)loader).Load(4) != "user4") throw new Exception("wrong");
                if (typeof(Shop.UserLoader).GetCustomAttributes(typeof(Shop.MarkAttribute), false).Length != 1 || Shop.UserLoader.Made != 1) throw new Exception("the attribute or the static constructor is lost");
            }
        }
        """);

    [Theory]
    [InlineData("BatchLoader<int, string>", "Task<string[]> BatchA(int[] ids)")]
    [InlineData("BatchLoader<int, string?>", "Task<string?[]> BatchA(int[] ids)")]
    [InlineData("BatchLoader<int, IReadOnlyList<string>>", "Task<ILookup<int, string>> BatchA(int[] ids)")]
    [InlineData("BatchLoader<int, string, string>", "Task<string[]> BatchA(int[] ids)", "CacheKey = nameof(F)")]
    [InlineData("BatchLoader<(int X, int Y), string>", "Task<string[]> BatchA((int X, int Y)[] ids)")]
    [InlineData("BatchLoader<int, int?>", "Task<Dictionary<int, int?>> BatchA(int[] ids)")]
    [InlineData("BatchLoader<int, string>", "IAsyncEnumerable<KeyValuePair<int, string>> BatchA(List<int> ids, Uri service)", "ServiceScope = BatchServiceScope.PerBatch")]
    public void The_base_is_that_of_any_shape(string @base, string method, string settings = "Cache = true")
        => Assert.Equal(["ALoader"], GeneratorRun.Of($$"""
            public sealed partial class ALoader : {{@base}};
            public static class Queries
            {
                [BatchLoader({{settings}})] public static {{method}} => throw new Exception();
                public static string F(int id) => "";
            }
            """).LoaderNames());

    [Theory]
    [InlineData("BatchLoader<long, string>", "Task<string[]> BatchA(int[] ids)", "BatchLoader<int, string>")]
    [InlineData("BatchLoader<int, string?>", "Task<string[]> BatchA(int[] ids)", "BatchLoader<int, string>")]
    [InlineData("BatchLoader<int, string>", "Task<string?[]> BatchA(int[] ids)", "BatchLoader<int, string?>")]
    [InlineData("BatchLoader<int, string>", "Task<ILookup<int, string>> BatchA(int[] ids)", "BatchLoader<int, IReadOnlyList<string>>")]
    [InlineData("BatchLoader<(int, int), string>", "Task<string[]> BatchA((int X, int Y)[] ids)", "BatchLoader<(int X, int Y), string>")]
    [InlineData("Exception", "Task<string[]> BatchA(int[] ids)", "BatchLoader<int, string>")]
    [InlineData("List<int>", "Task<string[]> BatchA(int[] ids)", "BatchLoader<int, string>")]
    public void A_wrong_base_is_told_with_the_right_one(string @base, string method, string right)
    {
        GeneratorRun run = GeneratorRun.OfBroken($$"""
            public sealed partial class ALoader : {{@base}};
            public static class Queries { [BatchLoader] public static {{method}} => throw new Exception(); }
            """);
        Assert.Empty(run.StandIns());
        Diagnostic said = Assert.Single(Silence.Analyze(run.Output), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("BL0009", said.Id);
        Assert.Contains($"the base of 'ALoader' is not that of its loader, '{right}'", said.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public sealed partial class ALoader { public ALoader(int x) { } }", "has a member 'ALoader()'")]
    [InlineData("public sealed partial class ALoader { public int Definition; }", "has a member 'Definition'")]
    [InlineData("public abstract partial class ALoader;", "is declared 'abstract'")]
    [InlineData("public partial class ALoader;", "is declared public, but", "internal")]
    [InlineData("public class ALoader;", "not as a partial class")]
    public void What_stands_in_the_way_of_a_part_is_told(string part, string reason, string access = "public")
    {
        GeneratorRun run = GeneratorRun.OfBroken($$"""
            {{part}}
            public static class Queries { [BatchLoader] {{access}} static Task<int[]> BatchA(int[] ids) => null!; }
            """);
        Diagnostic said = Assert.Single(Silence.Analyze(run.Output), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("BL0009", said.Id);
        Assert.Contains(reason, said.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public Task What_two_loaders_share_and_what_no_other_code_can_name_is_not_registered() => GeneratorRun.Run("""
        public interface IShared;
        public sealed partial class ALoader : BatchLoader<int, int>, IShared, ALoader.IHidden, IDisposable { private interface IHidden; public void Dispose() { } }
        public sealed partial class BLoader : IShared;
        public static class Queries
        {
            [BatchLoader] public static async Task<int[]> BatchA(int[] ids) => ids;
            [BatchLoader] public static async Task<int[]> BatchB(int[] ids) => ids;
        }
        public static class Test
        {
            public static async Task Run()
            {
                var services = new ServiceCollection().AddBatchLoaders();
                if (services.Any(service => service.ServiceType == typeof(IShared) || service.ServiceType == typeof(IDisposable))) throw new Exception("registered");
                if (services.Count != 3) throw new Exception(string.Join(", ", services.Select(service => service.ServiceType)));
                await Task.CompletedTask;
            }
        }
        """);

    [Theory]
    [InlineData("Obsolete")]
    [InlineData("System.Diagnostics.CodeAnalysis.Experimental(\"EXP01\")")]
    public void An_attribute_that_the_loader_would_have_is_not_there_twice(string attribute)
        => Assert.Equal(["ALoader"], GeneratorRun.Of($$"""
            #pragma warning disable CS0612, CS0618, EXP01
            [{{attribute}}] public interface IMine;
            [{{attribute}}] public sealed partial class ALoader : BatchLoader<int, int>, IMine;
            public static class Queries { [BatchLoader, {{attribute}}] public static Task<int[]> BatchA(int[] ids) => null!; }
            """).LoaderNames());

    [Fact]
    public void Code_without_nullability_agrees_with_the_base_that_it_means()
        => Assert.Equal(["ALoader"], GeneratorRun.Of("""
            #nullable disable
            public sealed partial class ALoader : BatchLoader<int, string>;
            public static class Queries { [BatchLoader] public static Task<Dictionary<int, string>> BatchA(int[] ids) => null; }
            """).LoaderNames());
}
