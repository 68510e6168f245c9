using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

public class CapturedLoaderTests
{
    /// <summary>What the rule knows of the container and the host, without the packages.</summary>
    private const string Container = """
        namespace Microsoft.Extensions.Hosting
        {
            public interface IHostedService { System.Threading.Tasks.Task StartAsync(System.Threading.CancellationToken token); }
            public abstract class BackgroundService : IHostedService
            {
                public System.Threading.Tasks.Task StartAsync(System.Threading.CancellationToken token) => System.Threading.Tasks.Task.CompletedTask;
            }
        }
        """;

    [Theory]
    [InlineData("public static readonly UserByIdLoader [|Users|] = new();")]
    [InlineData("private static IBatchLoader<int, User>? [|_users|];")]
    [InlineData("private static BatchLoaderFamily<int, string, User>? [|_users|];")]
    [InlineData("public static UserByIdLoader? [|Users|] { get; set; }")]
    [InlineData("private static readonly Lazy<UserByIdLoader> [|Users|] = new(() => new UserByIdLoader());")]
    [InlineData("private static readonly Dictionary<string, UserByIdLoader> [|Users|] = new();")]
    [InlineData("private static UserByIdLoader[] [|Users|] = new UserByIdLoader[2];")]
    [InlineData("[ThreadStatic] private static UserByIdLoader? [|_users|];")]
    [InlineData("private static readonly ThreadLocal<UserByIdLoader> [|Users|] = new(() => new UserByIdLoader());")]
    [InlineData("private static UserByIdLoader? [|_one|], [|_two|];")]
    public Task Reports_a_static(string member)
        => Analysis.CheckAsync("BL1003", $"namespace Shop; public class Cache {{ {member} }}", Sources.Shop);

    [Theory]
    [InlineData("private readonly UserByIdLoader _users = new();")]
    [InlineData("public static UserByIdLoader Make() => new();")]
    [InlineData("public static UserByIdLoader Current => new();")]
    [InlineData("private static readonly AsyncLocal<UserByIdLoader> Users = new();")]
    [InlineData("private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, UserByIdLoader> Users = new();")]
    [InlineData("private static readonly Func<UserByIdLoader> Factory = () => new();")]
    [InlineData("private static readonly BatchLoaderDefinition Definition = new(\"x\");")]
    [InlineData("private static readonly BatchLoaderOptions<int, User> Options = new();")]
    [InlineData("private static int _count;")]
    public Task Stays_silent_for_a_member(string member)
        => Analysis.CheckAsync("BL1003", $"namespace Shop; public class Cache {{ {member} }}", Sources.Shop);

    [Theory]
    [InlineData("[|services.AddSingleton<Prices>()|];")]
    [InlineData("[|services.AddSingleton<IPrices, Prices>()|];")]
    [InlineData("[|services.AddSingleton(typeof(Prices))|];")]
    [InlineData("[|services.AddSingleton(typeof(IPrices), typeof(Prices))|];")]
    [InlineData("[|services.AddSingleton<IPrices>(sp => new Prices(sp.GetRequiredService<UserByIdLoader>()))|];")]
    [InlineData("[|services.AddSingleton<IPrices>(sp => { return new Prices(sp.GetRequiredService<UserByIdLoader>()); })|];")]
    [InlineData("[|services.AddSingleton(new Prices(new UserByIdLoader()))|];")]
    [InlineData("[|services.AddKeyedSingleton<Prices>(\"eur\")|];")]
    [InlineData("services.[|TryAddSingleton<Prices>()|];")]
    [InlineData("[|services.AddSingleton<UserByIdLoader>()|];")]
    [InlineData("[|services.AddSingleton<IBatchLoader<int, User>, UserByIdLoader>()|];")]
    [InlineData("[|services.AddSingleton(sp => new UserByIdLoader())|];")]
    [InlineData("[|services.AddScoped<Free>().AddSingleton<Prices>()|].AddScoped<Free>();")]
    public Task Reports_a_registration(string statement) => Analysis.CheckAsync(
        "BL1003", Registration(statement.Replace("services.[|", "[|services.", StringComparison.Ordinal)), Sources.Shop, Container);

    [Theory]
    [InlineData("services.AddScoped<Prices>();")]
    [InlineData("services.AddTransient<IPrices, Prices>();")]
    [InlineData("services.AddSingleton<Free>();")]
    [InlineData("services.AddSingleton<Factory>();")]
    [InlineData("services.AddSingleton<Func<UserByIdLoader>>(sp => () => new UserByIdLoader());")]
    [InlineData("services.AddSingleton<IPrices>();")]
    [InlineData("new Registry().AddSingleton<Prices>();")]
    public Task Stays_silent_for_a_registration(string statement) => Analysis.CheckAsync("BL1003", Registration(statement), Sources.Shop, Container);

    [Fact]
    public Task Reports_a_hosted_service_once() => Analysis.CheckAsync("BL1003", """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        namespace Shop;
        public sealed class Mailer(UserByIdLoader [|users|]) : BackgroundService { public UserByIdLoader Users => users; }
        public abstract class Base(UserByIdLoader users) : BackgroundService { public UserByIdLoader Users => users; }
        public sealed class Good(IServiceScopeFactory scopes) : BackgroundService { public IServiceScopeFactory Scopes => scopes; }
        public static class Startup { public static void Run(IServiceCollection services) => services.AddSingleton<Mailer>(); }
        """, Sources.Shop, Container);

    private static string Registration(string statement) => $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        namespace Shop;
        public interface IPrices { }
        public sealed class Prices(UserByIdLoader users) : IPrices { public UserByIdLoader Users => users; }
        public sealed class Free(Func<UserByIdLoader> users) { public Func<UserByIdLoader> Users => users; }
        public sealed class Factory(IServiceScopeFactory scopes) { public IServiceScopeFactory Scopes => scopes; }
        public sealed class Registry { public void AddSingleton<T>() { } }
        public static class Startup { public static void Run(IServiceCollection services) { {{statement}} } }
        """;
}
