using System.Text.Json.Serialization;
using DataLoader;
using DataLoader.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using RedisCache;
using StackExchange.Redis;

var settings = ConfigurationOptions.Parse(args[0]);
settings.AbortOnConnectFail = false;
settings.BacklogPolicy = BacklogPolicy.FailFast;
var services = new ServiceCollection();
services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(settings));
services.AddSingleton(new ValueCacheOptions { WaitForFills = true, LookUpTimeout = TimeSpan.FromSeconds(30) });
services.AddSingleton<UserStore>();
services.AddRedisValueCache<UserByIdLoader.Options, int, User>(new SystemTextJsonValueSerializer<User>(UserJson.Default.User));
services.AddBatchLoaders();
await using ServiceProvider root = services.BuildServiceProvider(validateScopes: true);

string answer = await RequestAsync();
bool isSame = answer == await RequestAsync();
int calls = root.GetRequiredService<UserStore>().Calls;
Console.WriteLine(isSame ? $"{answer} for each of 2 requests, by {calls} call{(calls == 1 ? "" : "s")}" : "the second answer is another one");

async Task<string> RequestAsync()
{
    await using AsyncServiceScope request = root.CreateAsyncScope();
    IReadOnlyList<User> users = await request.ServiceProvider.GetRequiredService<UserByIdLoader>().LoadManyAsync([1, 2]);
    return string.Join(", ", users.Select(user => user.Name));
}

namespace RedisCache
{
    public sealed record User(int Id, string Name);

    [JsonSerializable(typeof(User))]
    internal sealed partial class UserJson : JsonSerializerContext;

    public sealed class UserStore
    {
        public int Calls { get; private set; }

        public Task<IReadOnlyList<User>> UsersAsync(IReadOnlyList<int> ids)
        {
            Calls++;
            return Task.FromResult<IReadOnlyList<User>>([.. ids.Select(id => new User(id, $"user {id}"))]);
        }
    }

    public static class UserQueries
    {
        [BatchLoader(KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
        public static Task<IReadOnlyList<User>> BatchUserById(IReadOnlyList<int> ids, UserStore store) => store.UsersAsync(ids);
    }
}
