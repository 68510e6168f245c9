using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Declaration;

/// <summary>BL0036: shared batches that there may be one of for each request.</summary>
public class SharedOnceTests
{
    [Theory]
    [InlineData("public string Get() => [|new TextLoader.Shared()|].ToString()!;")]
    [InlineData("private readonly TextLoader.Shared _shared = [|new TextLoader.Shared()|];")]
    [InlineData("public static void Add(IServiceCollection services) => services.AddScoped(_ => [|new TextLoader.Shared()|]);")]
    [InlineData("public static void Add(IServiceCollection services) => services.AddTransient(_ => { return [|new TextLoader.Shared()|]; });")]
    [InlineData("public void Add(IServiceCollection services) => services.AddSingleton(_ => new TextLoader.Shared(new() { MaxBatchSize = 7 }));")]
    [InlineData("public void Add(IServiceCollection services) => services.AddSingleton(new TextLoader.Shared());")]
    [InlineData("private static readonly TextLoader.Shared One = new();")]
    [InlineData("public static void Main2() { var shared = new TextLoader.Shared(); }")]
    [InlineData("[Xunit.Fact] public void Works() { _ = new TextLoader.Shared(); }")]
    [InlineData("public object Other() => new object();")]
    public Task Reports_where_there_may_be_many(string member) => Analysis.CheckAsync(
        "BL0036",
        $$"""
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop;

        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process)]
            public static Task<Dictionary<int, string>> BatchText(int[] ids) => null!;
        }

        public class Place
        {
            {{member}}
        }
        """,
        Sources.Shop);
}
