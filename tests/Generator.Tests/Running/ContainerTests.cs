using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Loaders made by a dependency injection container.</summary>
public class ContainerTests
{
    [Fact]
    public Task Loaders_are_one_for_each_scope_and_share_its_loader_scope() => Run(
        """
        [BatchLoader] public static async Task<string[]> BatchName(int[] ids, Db db) => ids.Select(id => db.Name + id).ToArray();
        [BatchLoader] public static async Task<int[]> BatchAge(int[] ids, Db db, NameLoader names) => ids;
        [BatchLoader] public static async Task<int[]> BatchSize(int[] ids) => ids;
        """,
        """
        services.AddScoped<Db>().AddBatchLoaders().AddBatchLoaders();
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        using var one = provider.CreateScope();
        using var two = provider.CreateScope();
        var names = one.ServiceProvider.GetRequiredService<NameLoader>();
        Equal(true, ReferenceEquals(names, one.ServiceProvider.GetRequiredService<NameLoader>()));
        Equal(false, ReferenceEquals(names, two.ServiceProvider.GetRequiredService<NameLoader>()));
        Equal(true, ReferenceEquals(names, one.ServiceProvider.GetRequiredService<IBatchLoader<int, string>>()));
        Equal<object?>(null, one.ServiceProvider.GetService<IBatchLoader<int, int>>());
        Equal("db1", await names.LoadAsync(1));
        Equal(5, await one.ServiceProvider.GetRequiredService<AgeLoader>().LoadAsync(5));
        one.Dispose();
        try { await names.LoadAsync(2); throw new Exception("the scope is over"); } catch (ObjectDisposedException) { }
        """);

    [Fact]
    public Task Keyed_and_optional_services_carry_over() => Run(
        """
        [BatchLoader]
        public static async Task<string[]> BatchName(int[] ids, [FromKeyedServices("a\"b")] Db one, [FromKeyedServices(DayOfWeek.Friday)] Db two, Missing? none = null)
            => ids.Select(id => one.Name + two.Name + (none is null)).ToArray();
        """,
        """
        services.AddKeyedScoped("a\"b", (_, _) => new Db { Name = "one" }).AddKeyedScoped(DayOfWeek.Friday, (_, _) => new Db { Name = "two" });
        services.AddBatchLoaders();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        Equal("onetwoTrue", await scope.ServiceProvider.GetRequiredService<NameLoader>().LoadAsync(1));
        Equal("onetwoTrue", await ActivatorUtilities.CreateInstance<NameLoader>(scope.ServiceProvider).LoadAsync(1));
        """);

    [Fact]
    public Task A_missing_service_gives_the_containers_own_error() => Run(
        "[BatchLoader] public static async Task<int[]> BatchName(int[] ids, Missing service) => ids;",
        """
        services.AddBatchLoaders();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        try { scope.ServiceProvider.GetRequiredService<NameLoader>(); throw new Exception("made"); }
        catch (InvalidOperationException error) when (error.Message.Contains("Missing")) { }
        """);

    [Theory]
    [InlineData("async Task<int[]> BatchName(int[] ids, Db db) { db.Use(); await Task.Yield(); db.Use(); return ids; }")]
    [InlineData("async IAsyncEnumerable<KeyValuePair<int, int>> BatchName(int[] ids, Db db) { foreach (int id in ids) { await Task.Yield(); db.Use(); yield return new(id, id); } }")]
    public Task A_scope_for_each_batch_lives_until_its_last_value(string method) => Run(
        $$"""
        [BatchLoader(ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 2)] public static {{method}}
        """,
        """
        services.AddScoped<Db>().AddBatchLoaders();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var loader = scope.ServiceProvider.GetRequiredService<NameLoader>();
        Equal(3, (await loader.LoadManyAsync(new[] { 1, 2, 3 })).Count);
        Equal(2, Db.Made);
        Equal(true, await Db.Disposed());
        """);

    [Theory]
    [InlineData("async Task<int[]> BatchName(int[] ids, Db db) { await Task.Yield(); db.Use(); throw new FormatException(); }")]
    [InlineData("Task<int[]> BatchName(int[] ids, Db db) { db.Use(); throw new FormatException(); }")]
    [InlineData("async IAsyncEnumerable<KeyValuePair<int, int>> BatchName(int[] ids, Db db) { yield return new(ids[0], 1); await Task.Yield(); db.Use(); throw new FormatException(); }")]
    public Task A_scope_for_each_batch_ends_also_when_the_batch_fails(string method) => Run(
        $$"""
        [BatchLoader(ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 2)] public static {{method}}
        """,
        """
        services.AddScoped<Db>().AddBatchLoaders();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var results = await scope.ServiceProvider.GetRequiredService<NameLoader>().LoadManySettledAsync(new[] { 1, 2, 3, 4 });
        Equal(true, results[1].Error is FormatException && results[3].Error is FormatException);
        Equal(2, Db.Made);
        Equal(true, await Db.Disposed());
        """);

    [Theory]
    [InlineData("async Task<int[]> BatchName(int[] ids, Broken service) { await Task.Yield(); return ids; }")]
    [InlineData("Task<Dictionary<int, int>> BatchName(int[] ids, Broken service) => Task.FromResult(ids.ToDictionary(id => id));")]
    [InlineData("async IAsyncEnumerable<KeyValuePair<int, int>> BatchName(int[] ids, Broken service) { foreach (int id in ids) { await Task.Yield(); yield return new(id, id); } }")]
    public Task D14_Values_are_served_though_a_service_of_the_batch_cannot_be_disposed(string method) => Run(
        $$"""
        [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static {{method}}
        """,
        """
        services.AddScoped<Broken>().AddBatchLoaders();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var values = await scope.ServiceProvider.GetRequiredService<NameLoader>().LoadManyAsync(new[] { 1, 2, 3 });
        Equal("1,2,3", string.Join(",", values));
        """);

    [Theory]
    [InlineData("async Task<int[]> BatchName(int[] ids, Broken service) { await Task.Yield(); throw new FormatException(); }")]
    [InlineData("Task<int[]> BatchName(int[] ids, Broken service) => throw new FormatException();")]
    [InlineData("async IAsyncEnumerable<KeyValuePair<int, int>> BatchName(int[] ids, Broken service) { await Task.Yield(); yield return new(1, 1); throw new FormatException(); }")]
    public Task D14_The_exception_of_the_batch_method_wins_over_that_of_disposing(string method) => Run(
        $$"""
        [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)] public static {{method}}
        """,
        """
        services.AddScoped<Broken>().AddBatchLoaders();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var results = await scope.ServiceProvider.GetRequiredService<NameLoader>().LoadManySettledAsync(new[] { 1, 2 });
        Equal(typeof(FormatException), results[1].Error?.GetType());
        """);

    [Fact]
    public Task An_int_and_an_int_that_may_be_null_are_two_interfaces() => Run(
        """
        [BatchLoader] public static async Task<Dictionary<int, int>> BatchOne(int[] ids) => new() { [1] = 1 };
        [BatchLoader] public static async Task<Dictionary<int, int?>> BatchTwo(int[] ids) => new() { [1] = 2 };
        """,
        """
        using var provider = services.AddBatchLoaders().BuildServiceProvider();
        using var scope = provider.CreateScope();
        Equal(1, await scope.ServiceProvider.GetRequiredService<IBatchLoader<int, int>>().LoadAsync(1));
        Equal(2, await scope.ServiceProvider.GetRequiredService<IBatchLoader<int, int?>>().LoadAsync(1));
        """);

    [Fact]
    public Task A_lookup_and_lists_of_one_value_are_one_interface_and_neither_is_registered() => Run(
        """
        [BatchLoader] public static async Task<ILookup<int, string>> BatchOne(int[] ids) => ids.ToLookup(id => id, id => "lookup");
        [BatchLoader] public static async Task<Dictionary<int, IReadOnlyList<string>>> BatchTwo(int[] ids) => new() { [1] = new[] { "list" } };
        """,
        """
        using var provider = services.AddBatchLoaders().BuildServiceProvider();
        using var scope = provider.CreateScope();
        Equal<object?>(null, scope.ServiceProvider.GetService<IBatchLoader<int, IReadOnlyList<string>>>());
        Equal("lookup", (await scope.ServiceProvider.GetRequiredService<OneLoader>().LoadAsync(1))[0]);
        Equal("list", (await scope.ServiceProvider.GetRequiredService<TwoLoader>().LoadAsync(1))[0]);
        """);

    [Theory]
    [InlineData("A(int[] ids, BLoader b)", "B(int[] ids, ALoader a)", "ALoader -> BLoader -> ALoader")]
    [InlineData("A(int[] ids, ALoader a)", "B(int[] ids)", "ALoader -> ALoader")]
    [InlineData("A(int[] ids, Asks a)", "B(int[] ids)", "ALoader -> ALoader")]
    public Task Loaders_that_need_each_other_are_named(string one, string two, string cycle) => Run(
        $$"""
        [BatchLoader] public static async Task<int[]> Batch{{one}} => ids;
        [BatchLoader] public static async Task<int[]> Batch{{two}} => ids;
        [BatchLoader] public static async Task<int[]> BatchC(int[] ids) => ids;
        public sealed class Asks { public Asks(ALoader loader) { } }
        """,
        $$"""
        using var provider = services.AddScoped<Queries.Asks>().AddBatchLoaders().BuildServiceProvider();
        using var scope = provider.CreateScope();
        for (int i = 0; i < 2; i++)
        {
            try { scope.ServiceProvider.GetRequiredService<ALoader>(); throw new Exception("made"); }
            catch (InvalidOperationException error) when (error.Message.Contains("need each other: {{cycle}}.")) { }
        }

        Equal(1, await scope.ServiceProvider.GetRequiredService<CLoader>().LoadAsync(1));
        """);

    [Theory]
    [InlineData("")]
    [InlineData("CacheKey = nameof(Fold), MaxBatchSize = 7")]
    [InlineData("ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 7")]
    public Task Options_come_from_the_container_where_it_has_them(string settings) => Run(
        $$"""
        [BatchLoader({{settings}})] public static async Task<int[]> BatchName(int[] ids, Db db) => ids.Select(_ => ids.Length).ToArray();
        [BatchLoader] public static async Task<int[]> BatchOther(int[] ids) => ids.Select(_ => ids.Length).ToArray();
        public static int Fold(int id) => id;
        """,
        """
        using var provider = services.AddScoped<Db>().AddBatchLoaders().AddSingleton(new NameLoader.Options { MaxBatchSize = 2 }).BuildServiceProvider();
        using var scope = provider.CreateScope();
        Equal("2,2,2,2", string.Join(",", await scope.ServiceProvider.GetRequiredService<NameLoader>().LoadManyAsync(new[] { 1, 2, 3, 4 })));
        Equal("4,4,4,4", string.Join(",", await scope.ServiceProvider.GetRequiredService<OtherLoader>().LoadManyAsync(new[] { 1, 2, 3, 4 })));
        """);

    [Fact]
    public async Task A_module_is_public_and_named() => await GeneratorRun.Run(
        """
        [assembly: BatchLoaderModule("Catalog")]
        internal static class Queries { [BatchLoader] internal static async Task<int[]> BatchName(int[] ids) => ids; }
        public static class Test
        {
            public static async Task Run()
            {
                if (!typeof(SampleCatalogBatchLoaderServices).IsPublic) throw new Exception();
                using var provider = new ServiceCollection().AddCatalogBatchLoaders().BuildServiceProvider();
                using var scope = provider.CreateScope();
                await scope.ServiceProvider.GetRequiredService<NameLoader>().LoadAsync(1);
            }
        }
        """);

    [Fact]
    public void Nothing_of_the_container_is_mentioned_where_it_is_not_referenced()
    {
        GeneratorRun run = GeneratorRun.Of(GeneratorRun.Compile(
            [GeneratorRun.Parse("using DataLoader; using System.Threading.Tasks; static class Queries { [BatchLoader] internal static Task<int[]> BatchName(int[] ids, string x) => null!; }")],
            withContainer: false));
        Assert.Equal("NameLoader", Assert.Single(run.LoaderNames()));
        Assert.DoesNotContain(run.Sources, static source => source.SourceText.ToString().Contains("DependencyInjection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loader_runs_where_no_container_is_referenced()
    {
        GeneratorRun run = GeneratorRun.Of(GeneratorRun.Compile(
            [GeneratorRun.Parse("""
                using DataLoader; using System.Threading.Tasks;
                static class Queries { [BatchLoader] internal static async Task<int[]> BatchName(int[] ids, string x) => System.Array.ConvertAll(ids, id => id + x.Length); }
                public static class Test
                {
                    public static async Task Run() { if (await new NameLoader("two").LoadAsync(1) != 4) throw new System.Exception("wrong"); }
                }
                """)],
            withContainer: false));
        await (Task)run.Load().GetType("Test", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null)!;
    }

    private static Task Run(string members, string body) => GeneratorRun.Run(
        $$"""
        public sealed class Missing;

        public sealed class Db : IAsyncDisposable, IDisposable
        {
            public static int Made;
            private static readonly SemaphoreSlim Ended = new(0);
            private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30); // reached only by a scope that never ends
            private bool _isDisposed;
            public Db() => Interlocked.Increment(ref Made);
            public string Name { get; init; } = "db";
            public void Use() => ObjectDisposedException.ThrowIf(_isDisposed, this);
            public ValueTask DisposeAsync() { _isDisposed = true; Ended.Release(); return default; }
            public void Dispose() => _isDisposed = true;
            public static async Task<bool> Disposed() => await Ended.WaitAsync(Limit) && await Ended.WaitAsync(Limit);
        }

        public sealed class Broken : IAsyncDisposable
        {
            public ValueTask DisposeAsync() => throw new InvalidOperationException("disposing");
        }

        public static class Queries
        {
            {{members}}
        }

        public static class Test
        {
            public static async Task Run()
            {
                var services = new ServiceCollection();
                {{body}}
                await Task.CompletedTask;
            }

            private static void Equal<T>(T expected, T actual)
            {
                if (!EqualityComparer<T>.Default.Equals(expected, actual)) throw new Exception($"expected {expected}, but got {actual}");
            }
        }
        """);
}
