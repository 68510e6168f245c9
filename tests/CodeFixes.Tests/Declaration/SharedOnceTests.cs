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
    [InlineData("public object Other() => new List<int>();")]
    public Task Reports_where_there_may_be_many(string member) => Analysis.CheckAsync("BL0036", SourceOf(member), Sources.Shop);

    [Theory]
    [InlineData("services.AddScoped(_ => new TextLoader.Shared());", "services.AddSingleton(_ => new TextLoader.Shared());")]
    [InlineData("services.AddTransient(p => { return new TextLoader.Shared(); });", "services.AddSingleton(p => { return new TextLoader.Shared(); });")]
    [InlineData("services.TryAddScoped(_ => new TextLoader.Shared());", "services.TryAddSingleton(_ => new TextLoader.Shared());")]
    [InlineData("services.TryAddTransient(_ => new TextLoader.Shared());", "services.TryAddSingleton(_ => new TextLoader.Shared());")]
    [InlineData("services.AddKeyedScoped(1, (_, _) => new TextLoader.Shared());", "services.AddKeyedSingleton(1, (_, _) => new TextLoader.Shared());")]
    [InlineData("services.AddKeyedTransient(1, (_, _) => new TextLoader.Shared());", "services.AddKeyedSingleton(1, (_, _) => new TextLoader.Shared());")]
    public async Task Registers_as_a_singleton(string statement, string expected)
        => Assert.Contains(
            expected,
            await Fixing.ApplyAsync("BL0036", "RegisterAsSingleton", SourceOf($"public static void Add(IServiceCollection services) {{ {statement} }}"), Sources.Shop),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("public static void Add(IServiceCollection services) => services.AddScoped(p => new TextLoader.Shared(p.GetRequiredService<SharedBatchesOptions>()));")]
    [InlineData("public static void Add(IServiceCollection services) => services.AddScoped(_ => new ServiceCollection().AddScoped(p => new TextLoader.Shared(p.GetRequiredService<SharedBatchesOptions>())));")]
    [InlineData("public string Get() => new TextLoader.Shared().ToString()!;")]
    public async Task Offers_nothing_where_services_may_be_a_requests_or_nothing_is_registered(string member)
        => Assert.Empty(await Fixing.OfferedAsync("BL0036", SourceOf(member), Sources.Shop));

    private static string SourceOf(string member) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;

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
        """;
}
