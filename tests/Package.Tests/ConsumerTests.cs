using DataLoader.Caching.Tests;

namespace DataLoader.Package.Tests;

/// <summary>Programs that know the package only: each is built with warnings as errors, and checks itself when it runs.</summary>
[Collection(nameof(PackedPackage))]
public class ConsumerTests(PackedPackage package)
{
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    [InlineData("net10.0")]
    public void Every_feature_works_in_a_console_program(string framework)
        => Assert.EndsWith("all features work\n", package.RunConsumer("Features", framework));

    [Fact]
    public void A_web_application_answers_a_list_with_one_batch()
        => Assert.Equal("[\"user 1\",\"user 2\",\"user 3\"] in 1 batch\n", package.RunConsumer("Web", "net10.0"));

    [Fact]
    public void A_GraphQL_server_answers_its_fields_with_one_batch()
        => Assert.Equal("{\"data\":{\"a\":\"user 1\",\"b\":\"user 2\",\"c\":\"user 1\"}} in 1 batch\n", package.RunConsumer("GraphQLServer", "net10.0"));

    [Fact]
    public void A_program_uses_the_loaders_of_a_library()
        => Assert.Equal("product 1 from a library, order 7 from here\n", package.RunConsumer("CatalogUser", "net10.0"));

    [Fact]
    public void The_oldest_language_and_framework_are_enough()
        => Assert.Equal("C# 12: user 1, user 2\n", package.RunConsumer("CSharp12", "net8.0"));

    /// <summary>Each is a program of its framework's own runner.</summary>
    [Theory]
    [InlineData("UnderNUnit")]
    [InlineData("UnderMSTest")]
    [InlineData("UnderTUnit")]
    public void Tests_of_loaders_run_in_every_framework(string name)
    {
        string printed = package.RunConsumer(name, "net10.0");
        Assert.Matches(@"total: 2\b", printed);
        Assert.Matches(@"succeeded: 2\b", printed);
    }

    [Fact]
    public void A_value_cache_in_Redis_is_a_miss_where_there_is_no_server()
        => Assert.Equal("user 1, user 2 for each of 2 requests, by 2 calls\n", package.RunConsumer("RedisCache", "net10.0", "127.0.0.1:1"));

    [OnRedis]
    public async Task A_value_cache_in_Redis_serves_the_second_request()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync();
        Assert.Equal("user 1, user 2 for each of 2 requests, by 1 call\n", package.RunConsumer("RedisCache", "net10.0", $"127.0.0.1:{redis.Port}"));
    }

    [Fact]
    public void No_container_is_needed()
        => Assert.Equal("without a container: user 1, user 2\n", package.RunConsumer("WithoutContainer", "net10.0"));
}
