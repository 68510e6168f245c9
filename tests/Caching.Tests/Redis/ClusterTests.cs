using System.Diagnostics;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests.Redis;

/// <summary>Three servers of a cluster, each with a third of the keys: there a command may name the keys of one server only.</summary>
public class ClusterTests
{
    [OnRedis]
    public async Task V5_The_rows_hold_in_a_cluster_of_three_servers()
    {
        await using RedisServer first = await StartNodeAsync();
        await using RedisServer second = await StartNodeAsync();
        await using RedisServer third = await StartNodeAsync();
        await CreateClusterAsync(first, second, third);
        await using ConnectionMultiplexer connection = await first.ConnectAsync();
        Shop shop = Shop.On(connection, "Cluster");
        int[] keys = [.. Enumerable.Range(1, 100)];
        Rating?[] inVersion0 = [.. keys.Select(static id => new Rating(id, 0))];

        Assert.Equal(inVersion0, await shop.NewRequest().LoadManyAsync(keys));
        Assert.Equal(inVersion0, await shop.NewRequest().LoadManyAsync(keys));
        Assert.Single(shop.Calls);
        foreach (RedisServer node in new[] { first, second, third })
            Assert.True(await connection.GetServer("127.0.0.1", node.Port).DatabaseSizeAsync() > 10);

        // One has read what all invalidate before it fills.
        await shop.NewRequest().InvalidateAsync(keys);
        shop.Reading = async () =>
        {
            shop.Reading = static () => Task.CompletedTask;
            foreach (int key in keys)
                await shop.WriteAsync(key);
        };
        Assert.Equal(inVersion0, await shop.NewRequest().LoadManyAsync(keys));
        Assert.Equal(keys.Select(static id => new Rating(id, 1)), await shop.NewRequest().LoadManyAsync(keys));
        Assert.Equal(3, shop.Calls.Count);
    }

    private static Task<RedisServer> StartNodeAsync() => RedisServer.StartNewAsync("--cluster-enabled", "yes", "--cluster-node-timeout", "5000");

    private static async Task CreateClusterAsync(params RedisServer[] nodes)
    {
        string[] arguments = ["--cluster", "create", .. nodes.Select(static node => $"127.0.0.1:{node.Port}"), "--cluster-yes"];

        // Of the same package as the server.
        using Process create = Process.Start(new ProcessStartInfo(RedisServer.Program("redis-cli")!, arguments) { RedirectStandardOutput = true })!;
        string said = await create.StandardOutput.ReadToEndAsync();
        await create.WaitForExitAsync();
        Assert.True(create.ExitCode == 0 && said.Contains("[OK] All 16384 slots covered.", StringComparison.Ordinal), said);

        // Until each of them has heard of the others, and answers. A server of another process can only be asked again.
        foreach (RedisServer node in nodes)
        {
            await using ConnectionMultiplexer connection = await node.ConnectAsync();
            IServer server = connection.GetServer("127.0.0.1", node.Port);
            while (!(await server.ExecuteAsync("CLUSTER", "INFO")).ToString().Contains("cluster_state:ok", StringComparison.Ordinal))
                await Task.Delay(20);
        }
    }
}
