using System.Reflection;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests;

/// <summary>A connection on which something happens between a look-up's answer and what its caller does next.</summary>
internal class Between : DispatchProxy
{
    private object _real = null!; // both are set by Of, the only one that makes it
    private Func<Task> _after = null!;

    public static T Of<T>(T real, Func<Task> after)
        where T : class
    {
        T proxy = Create<T, Between>();
        var between = (Between)(object)proxy;
        (between._real, between._after) = (real, after);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        object? result = targetMethod!.Invoke(_real, args); // there is always one
        return result switch
        {
            IDatabase database => Of(database, _after),
            Task<RedisValue[]> found when targetMethod.Name == nameof(IDatabase.StringGetAsync) => ThenAsync(found),
            _ => result,
        };
    }

    private async Task<RedisValue[]> ThenAsync(Task<RedisValue[]> found)
    {
        RedisValue[] answer = await found;
        await _after();
        return answer;
    }
}
