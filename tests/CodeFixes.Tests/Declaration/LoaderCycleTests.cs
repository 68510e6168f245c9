using DataLoader.CodeFixes.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace DataLoader.CodeFixes.Tests.Declaration;

/// <summary>BL0022: loaders that need each other to be made.</summary>
public class LoaderCycleTests
{
    private const string Parts = """
        namespace Shop { public interface IOne; public interface IShared; }
        """;

    [Theory]
    [InlineData("BatchOne(int[] ids, TwoLoader two)", "BatchTwo(int[] ids, [|OneLoader one|])", "OneLoader -> TwoLoader -> OneLoader")]
    [InlineData("BatchOne(int[] ids, [|OneLoader? self = null|])", "BatchTwo(int[] ids)", "OneLoader -> OneLoader")]
    [InlineData("BatchOne(int[] ids, IBatchLoader<long, long> two)", "BatchTwo(long[] ids, [|IBatchLoader<int, int> one|])", "OneLoader -> TwoLoader -> OneLoader")]
    [InlineData("BatchOne(int[] ids, TwoLoader two)", "BatchTwo(long[] ids, [|IOne one|])", "OneLoader -> TwoLoader -> OneLoader")]
    public async Task Is_reported_where_the_circle_closes(string one, string two, string circle)
    {
        string source = Source(one, two);
        await Analysis.CheckAsync("BL0022", source, Sources.Shop, Parts);
        Compilation compilation = Generated.Update(Sources.Compile([Markup.Parse(source).Source, Sources.Shop, Parts]));
        Assert.Contains(": " + circle + ";", Assert.Single(await Analysis.RunAsync(compilation, "BL0022")).GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BatchOne(int[] ids, TwoLoader two)", "BatchTwo(int[] ids)")]
    [InlineData("BatchOne(int[] ids, IBatchLoader<int, int> self)", "BatchTwo(int[] ids, OneLoader one)")]
    [InlineData("BatchOne(int[] ids, TwoLoader two)", "BatchTwo(int[] ids, [Keyed(\"x\")] OneLoader one)")]
    [InlineData("BatchOne(int[] ids, IShared shared)", "BatchTwo(long[] ids, OneLoader one)")]
    public Task Is_not_reported_where_a_container_can_make_them(string one, string two) => Analysis.CheckAsync("BL0022", Source(one, two), Sources.Shop, Parts);

    [Fact]
    public async Task Its_fix_takes_the_services_of_each_batch_from_a_scope_of_its_own()
        => Assert.Contains(
            "[BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static Task<int[]> BatchTwo(int[] ids, OneLoader one)",
            await Fixing.ApplyAsync("BL0022", "UsePerBatch", Source("BatchOne(int[] ids, TwoLoader two)", "BatchTwo(int[] ids, OneLoader one)"), Sources.Shop, Parts),
            StringComparison.Ordinal);

    private static string Source(string one, string two) => $$"""
        using Microsoft.Extensions.DependencyInjection;
        namespace Shop;
        public sealed class KeyedAttribute(string key) : FromKeyedServicesAttribute(key);
        public sealed partial class OneLoader : IOne, IShared { }
        public sealed partial class TwoLoader : IShared { }
        public static class Queries
        {
            [BatchLoader] public static Task<int[]> {{one}} => null!;
            [BatchLoader] public static Task<{{(two.Contains("long[]", StringComparison.Ordinal) ? "long" : "int")}}[]> {{two}} => null!;
        }
        """;
}
