namespace DataLoader.Caching.Tests;

/// <summary>Skipped, and shown as skipped with the reason, where Redis is not installed.</summary>
public sealed class OnRedisAttribute : FactAttribute
{
    public OnRedisAttribute() => Skip = RedisServer.Find() is null ? "NOT RUN: Redis is not installed here (apt-get install redis-server)." : null;
}

/// <inheritdoc cref="OnRedisAttribute"/>
public sealed class OnRedisTheoryAttribute : TheoryAttribute
{
    public OnRedisTheoryAttribute() => Skip = RedisServer.Find() is null ? "NOT RUN: Redis is not installed here (apt-get install redis-server)." : null;
}
