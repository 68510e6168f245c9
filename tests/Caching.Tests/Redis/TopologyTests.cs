using System.Net;
using System.Reflection;
using DataLoader.Caching.Redis;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests.Redis;

public class TopologyTests
{
    [Theory]
    [InlineData("6.2.14", false)]
    [InlineData("7.0.0", true)]
    [InlineData("8.2.1", true)]
    public void A_server_that_is_too_old_is_named(string version, bool isTaken)
    {
        IServer server = Answering.With<IServer>(new()
        {
            ["get_IsConnected"] = true,
            ["get_Version"] = Version.Parse(version),
            ["get_ServerType"] = ServerType.Standalone,
            ["get_EndPoint"] = new DnsEndPoint("cache.shop", 6379),
        });
        Topology topology = new(Answering.With<IConnectionMultiplexer>(new() { ["GetServers"] = (IServer[])[server] }));

        if (isTaken)
            Assert.False(topology.IsCluster);
        else
            Assert.Contains($"cache.shop:6379 has {version}", Assert.Throws<NotSupportedException>(() => topology.IsCluster).Message);
    }

    /// <summary>Answers members of an interface by name.</summary>
    internal class Answering : DispatchProxy
    {
        private Dictionary<string, object> _answers = [];

        public static T With<T>(Dictionary<string, object> answers)
            where T : class
        {
            T proxy = Create<T, Answering>();
            ((Answering)(object)proxy)._answers = answers;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answers[targetMethod!.Name]; // there is always one
    }
}
