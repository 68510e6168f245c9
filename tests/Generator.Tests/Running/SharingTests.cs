using DataLoader.Generator.Tests.Infrastructure;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Batch methods whose calls requests share: each shape is compiled and run, with two requests of one tenant and one of another.</summary>
public class SharingTests
{
    private const string Types = """
        public sealed record Tenant(string Name);

        public sealed class Db
        {
            public static int Made;
            public int Number = Interlocked.Increment(ref Made);
        }

        // The first call waits until the test has made all requests.
        public static class Backend
        {
            public static readonly TaskCompletionSource Gate = new();
            public static readonly List<string> Calls = new();

            public static async Task CallAsync<T>(IEnumerable<T> ids, string who)
            {
                lock (Calls) Calls.Add($"{who}:{string.Join(",", ids)}");
                await Gate.Task;
            }
        }
        """;

    private const string Run = """
        public static class Test
        {
            public static async Task Run()
            {
                var services = new ServiceCollection();
                services.AddBatchLoaders();
                services.AddScoped<Db>();
                services.AddScoped<Current>();
                services.AddScoped<Tenant>(provider => provider.GetRequiredService<Current>().Tenant!);
                services.AddSingleton(new SharedBatchesOptions { MaxConcurrentBatches = 1, MaxWait = Timeout.InfiniteTimeSpan });
                await using ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
                Task<string>[] loads = new[] { ("a", 1), ("a", 2), ("a", 3), ("b", 3) }.Select(it => Load(provider, it.Item1, it.Item2)).ToArray();
                Backend.Gate.SetResult();
                string answers = string.Join(" ", await Task.WhenAll(loads));
                if (answers != "a1 a2 a3 b3") throw new Exception(answers);
                string calls = string.Join(" ", Backend.Calls.OrderBy(it => it));
                if (calls != "a:1 a:2,3 b:3") throw new Exception(calls);
                if (!ReferenceEquals(provider.GetRequiredService<ItemLoader.Shared>(), provider.CreateScope().ServiceProvider.GetRequiredService<ItemLoader.Shared>())) throw new Exception("one");
                if (DbCount >= 0 && Db.Made != DbCount) throw new Exception($"{Db.Made} services");
            }

            private const int DbCount = COUNT;

            private static async Task<string> Load(IServiceProvider root, string tenant, int id)
            {
                await using AsyncServiceScope request = root.CreateAsyncScope();
                request.ServiceProvider.GetRequiredService<Current>().Tenant = new Tenant(tenant);
                var loader = request.ServiceProvider.GetRequiredService<ItemLoader>();
                Task<VALUE> load = InFrame();
                return ITEM;

                Task<VALUE> InFrame()
                {
                    using (request.ServiceProvider.GetRequiredService<LoaderScope>().OpenFrame())
                        return LOAD;
                }
            }

            private sealed class Current { public Tenant? Tenant; }
        }
        """;

    [Theory]
    [InlineData("", "async Task<IReadOnlyList<string>>", "return ids.Select(id => $\"{tenant.Name}{id}\").ToArray();")]
    [InlineData("", "async ValueTask<Dictionary<int, string>>", "return ids.ToDictionary(id => id, id => $\"{tenant.Name}{id}\");")]
    [InlineData("", "async Task<LoadResult<string>[]>", "return ids.Select(id => LoadResult.Success($\"{tenant.Name}{id}\")).ToArray();")]
    [InlineData(", KeyOf = nameof(Of), Order = ResultOrder.Any", "async Task<IReadOnlyList<string>>", "return ids.Reverse().Select(id => $\"{tenant.Name}{id}\").ToArray();")]
    [InlineData(", Cache = false, MaxBatchSize = 5, MaxConcurrentBatches = 9", "async Task<ImmutableArray<string>>", "return ids.Select(id => $\"{tenant.Name}{id}\").ToImmutableArray();")]
    public Task Requests_of_one_tenant_share_calls(string settings, string returns, string body) => GeneratorRun.Run(
        Types,
        $$"""
        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process{{settings}})]
            public static {{returns}} BatchItem(IReadOnlyList<int> ids, [Partition] Tenant tenant, Db db, CancellationToken token)
            {
                await Backend.CallAsync(ids, tenant.Name);
                {{body}}
            }

            public static int Of(string item) => int.Parse(item.Substring(1));
        }
        """,
        TestOf("string", "loader.LoadAsync(id)", "await load", 3));

    [Fact]
    public Task A_lookup_without_services_is_shared() => GeneratorRun.Run(
        Types,
        """
        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process)]
            public static async Task<ILookup<int, string>> BatchItem(IReadOnlyList<int> ids, [Partition] Tenant shared)
            {
                await Backend.CallAsync(ids, shared.Name);
                return ids.ToLookup(id => id, id => $"{shared.Name}{id}");
            }
        }
        """,
        TestOf("IReadOnlyList<string>", "loader.LoadAsync(id)", "(await load)[0]", 0));

    [Fact]
    public Task The_partition_and_the_arguments_together_divide_the_calls() => GeneratorRun.Run(
        Types,
        """
        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process)]
            public static async Task<Dictionary<int, string>> BatchItem(
                IReadOnlyList<int> ids, [BatchArgument] string? culture, [Partition] Tenant tenant, [BatchArgument] int page, Db db)
            {
                await Backend.CallAsync(ids, tenant.Name);
                if (culture is not null || page != 7) throw new Exception();
                return ids.ToDictionary(id => id, id => $"{tenant.Name}{id}");
            }
        }
        """,
        TestOf("string", "loader.LoadAsync(id, null, 7)", "await load", 3));

    [Fact]
    public Task Arguments_alone_divide_the_calls() => GeneratorRun.Run(
        Types,
        """
        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process)]
            public static async Task<Dictionary<int, string>> BatchItem(IReadOnlyList<int> ids, [BatchArgument] string? who)
            {
                await Backend.CallAsync(ids, who ?? "nobody");
                return ids.ToDictionary(id => id, id => $"{who}{id}");
            }
        }
        """,
        TestOf("string", "loader.LoadAsync(id, tenant)", "await load", 0));

    [Fact]
    public Task A_value_cache_that_does_not_tell_partitions_apart_is_refused() => GeneratorRun.Run("""
        public sealed record Tenant(string Name);

        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process)]
            public static Task<Dictionary<int, string>> BatchItem(IReadOnlyList<int> ids, [Partition] Tenant tenant) => throw new NotImplementedException();
        }

        public static class Test
        {
            private sealed class Store : IValueCache<int, string>
            {
                public ValueTask<IReadOnlyList<CacheEntry<string>>> GetManyAsync(IReadOnlyList<int> keys, CancellationToken token) => throw new NotImplementedException();
                public ValueTask SetManyAsync(IReadOnlyList<CacheFill<int, string>> fills, CancellationToken token) => throw new NotImplementedException();
                public ValueTask RemoveManyAsync(IReadOnlyList<int> keys, CancellationToken token) => throw new NotImplementedException();
            }

            public static Task Run()
            {
                var options = new ItemLoader.Options { ValueCache = new ValueCache<int, string>(new Store()) };
                try { _ = new ItemLoader(new Tenant("a"), new ItemLoader.Shared(), null, options); }
                catch (ArgumentException error) when (error.Message.Contains("[Partition]")) { return Task.CompletedTask; }
                throw new Exception("taken");
            }
        }
        """);

    [Fact]
    public Task Without_a_partition_all_requests_share() => GeneratorRun.Run("""
        public static class Queries
        {
            [BatchLoader(Sharing = BatchSharing.Process)]
            public static Task<Dictionary<int, string>> BatchItem(IReadOnlyList<int> ids) => Task.FromResult(ids.ToDictionary(id => id, id => $"v{id}"));
        }

        public static class Test
        {
            private static readonly ItemLoader.Shared Shared = new(new SharedBatchesOptions { MaxConcurrentBatches = 2 });

            public static async Task Run()
            {
                var loader = new ItemLoader(Shared);
                SharedBatches<ValueTuple, int, string> shared = Shared;
                if (await loader.LoadAsync(1) != "v1") throw new Exception("value");
                shared.Dispose();
                try { await loader.LoadAsync(2); throw new Exception("disposed"); }
                catch (ObjectDisposedException) { }
            }
        }
        """);

    private static string TestOf(string value, string load, string item, int services) => Run
        .Replace("VALUE", value, StringComparison.Ordinal)
        .Replace("LOAD", load, StringComparison.Ordinal)
        .Replace("ITEM", item, StringComparison.Ordinal)
        .Replace("COUNT", services.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
