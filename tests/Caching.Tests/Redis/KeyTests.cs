using DataLoader.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests.Redis;

public class KeyTests
{
    [Fact]
    public void Keys_whose_text_is_known_need_nothing()
    {
        _ = Texts<int>();
        _ = Texts<long>();
        _ = Texts<bool>();
        _ = Texts<Int128>();
        Assert.Equal("dataloader:L:1:a:b", Texts<string>().Of("a:b"));
        Assert.Equal("dataloader:L:1:-5", Texts<short>().Of(-5));
        Assert.Equal("dataloader:L:1:2026-11-28", Texts<DateOnly>().Of(new DateOnly(2026, 11, 28)));
        Assert.Equal("dataloader:L:1:1", Texts<DayOfWeek>().Of(DayOfWeek.Monday));
        Assert.Equal("dataloader:L:1:00000000-0000-0000-0000-000000000000", Texts<Guid>().Of(Guid.Empty));
    }

    [Fact]
    public void Other_keys_need_a_text()
    {
        // 1.0 equals 1.00, a DateTime's text leaves out parts of a second.
        Assert.Throws<ArgumentException>(static () => Texts<decimal>());
        Assert.Throws<ArgumentException>(static () => Texts<double>());
        Assert.Throws<ArgumentException>(static () => Texts<DateTime>());
        ArgumentException error = Assert.Throws<ArgumentException>(static () => Texts<(int, string)>());
        Assert.Contains("Set KeyText", error.Message);
        Assert.Equal("dataloader:L:1:7-x", Texts(new RedisValueCacheOptions<(int, string)> { KeyText = static key => $"{key.Item1}-{key.Item2}" }).Of((7, "x")));
    }

    [Fact]
    public void No_part_before_the_key_has_a_colon()
    {
        Assert.Throws<ArgumentException>(static () => Texts(new RedisValueCacheOptions<int> { Prefix = "a:b" }));
        Assert.Throws<ArgumentException>(static () => Texts(new RedisValueCacheOptions<int> { Version = "" }));
    }

    [Fact]
    public void Options_that_are_registered_already_are_not_lost_silently()
    {
        ServiceCollection services = new();
        services.AddSingleton(new Options { MaxBatchSize = 5 });
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => services.AddRedisValueCache<Options, int, Rating>(Shop.Serializer));
        Assert.Contains("loaderOptions", error.Message);
    }

    private static KeyTexts<TKey> Texts<TKey>(RedisValueCacheOptions<TKey>? options = null)
        where TKey : notnull
        => new("L", options ?? new());

    private sealed class Options : BatchLoaderOptions<int, Rating>;
}
