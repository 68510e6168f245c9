using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

/// <summary>BL1003 as ASP.NET Core applications are written: middleware, descriptors, factories, components, hubs.</summary>
public class LongLivedLoaderTests
{
    /// <summary>What the rule knows of ASP.NET Core, without the framework.</summary>
    private const string Web = """
        namespace Microsoft.Extensions.Hosting
        {
            public interface IHostedService { System.Threading.Tasks.Task StartAsync(System.Threading.CancellationToken token); }
            public abstract class BackgroundService : IHostedService
            {
                public System.Threading.Tasks.Task StartAsync(System.Threading.CancellationToken token) => System.Threading.Tasks.Task.CompletedTask;
            }
        }
        namespace Microsoft.AspNetCore.Http
        {
            public class HttpContext;
            public delegate System.Threading.Tasks.Task RequestDelegate(HttpContext context);
            public interface IMiddleware { System.Threading.Tasks.Task InvokeAsync(HttpContext context, RequestDelegate next); }
        }
        namespace Microsoft.AspNetCore.Builder
        {
            public interface IApplicationBuilder;
            public static class UseMiddlewareExtensions
            {
                public static IApplicationBuilder UseMiddleware<TMiddleware>(this IApplicationBuilder app, params object?[] args) => app;
                public static IApplicationBuilder UseMiddleware(this IApplicationBuilder app, System.Type middleware, params object?[] args) => app;
            }
        }
        namespace Microsoft.AspNetCore.Components
        {
            public interface IComponent;
            public abstract class ComponentBase : IComponent;
            public sealed class InjectAttribute : System.Attribute;
            public abstract class RenderModeAttribute : System.Attribute;
        }
        namespace Microsoft.AspNetCore.SignalR { public abstract class Hub; public abstract class Hub<T> : Hub where T : class; }
        """;

    private const string Types = """
        namespace Shop;
        public interface IPrices { }
        public sealed class Prices(UserByIdLoader users) : IPrices { public UserByIdLoader Users => users; }
        public sealed class Free(Func<UserByIdLoader> users) { public Func<UserByIdLoader> Users => users; }
        public sealed class Outer(Prices prices) { public Prices Prices => prices; }
        public sealed class OuterByInterface(IPrices prices) { public IPrices Prices => prices; }
        public sealed class Located
        {
            private readonly UserByIdLoader _users;
            public Located(IServiceProvider services) => _users = services.GetRequiredService<UserByIdLoader>();
            public Task<User> Get(int id) => _users.LoadAsync(id);
        }
        public sealed class Scoped(IServiceScopeFactory scopes)
        {
            public async Task<User> Get(int id)
            {
                await using var scope = scopes.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<UserByIdLoader>().LoadAsync(id);
            }
        }
        public sealed class Middleware(RequestDelegate next, UserByIdLoader users)
        {
            public async Task InvokeAsync(HttpContext context) { await users.LoadAsync(1); await next(context); }
        }
        public sealed class GoodMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context, UserByIdLoader users) { await users.LoadAsync(1); await next(context); }
        }
        public sealed class FactoryMiddleware(UserByIdLoader users) : IMiddleware
        {
            public async Task InvokeAsync(HttpContext context, RequestDelegate next) { await users.LoadAsync(1); await next(context); }
        }
        """;

    [Theory]
    [InlineData("[|app.UseMiddleware<Middleware>()|];")]
    [InlineData("[|app.UseMiddleware(typeof(Middleware))|];")]
    [InlineData("services.TryAddEnumerable([|ServiceDescriptor.Singleton<IPrices, Prices>()|]);")]
    [InlineData("services.Add([|ServiceDescriptor.Singleton(typeof(IPrices), typeof(Prices))|]);")]
    [InlineData("services.Add([|ServiceDescriptor.Singleton<IPrices>(sp => new Prices(sp.GetRequiredService<UserByIdLoader>()))|]);")]
    [InlineData("services.Add([|ServiceDescriptor.KeyedSingleton<IPrices, Prices>(1)|]);")]
    [InlineData("services.Add([|new ServiceDescriptor(typeof(IPrices), typeof(Prices), ServiceLifetime.Singleton)|]);")]
    [InlineData("services.Add([|new(typeof(IPrices), typeof(Prices), ServiceLifetime.Singleton)|]);")]
    [InlineData("services.Replace([|ServiceDescriptor.Describe(typeof(IPrices), typeof(Prices), ServiceLifetime.Singleton)|]);")]
    [InlineData("[|services.AddSingleton<Outer>()|];")]
    [InlineData("[|services.AddSingleton<OuterByInterface>()|];")]
    [InlineData("[|services.AddSingleton<Located>()|];")]
    [InlineData("[|services.AddSingleton<Func<int, Task<User>>>(sp => { var users = sp.GetRequiredService<UserByIdLoader>(); return id => users.LoadAsync(id); })|];")]
    [InlineData("[|services.AddSingleton<Func<int, Task<User>>>(sp => id => sp.GetRequiredService<UserByIdLoader>().LoadAsync(id))|];")]
    [InlineData("var users = new UserByIdLoader(); [|services.AddSingleton<Func<int, Task<User>>>(_ => id => users.LoadAsync(id))|];")]
    [InlineData("var users = new UserByIdLoader(); [|services.AddSingleton<Func<int, Task<User>>>(users.LoadAsync)|];")]
    public Task Reports(string statements) => CheckAsync(statements);

    [Theory]
    [InlineData("app.UseMiddleware<GoodMiddleware>();")]
    [InlineData("app.UseMiddleware<FactoryMiddleware>();")]
    [InlineData("services.TryAddEnumerable(ServiceDescriptor.Scoped<IPrices, Prices>());")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(IPrices), typeof(Prices), ServiceLifetime.Scoped));")]
    [InlineData("services.Add(ServiceDescriptor.Describe(typeof(IPrices), typeof(Prices), ServiceLifetime.Transient));")]
    [InlineData("services.Add(new(typeof(Free), typeof(Free), ServiceLifetime.Singleton));")]
    [InlineData("services.AddSingleton<Scoped>();")]
    [InlineData("services.AddScoped<Outer>().AddScoped<Prices>();")]
    [InlineData("services.AddSingleton<Func<IServiceProvider, int, Task<User>>>(_ => (sp, id) => sp.GetRequiredService<UserByIdLoader>().LoadAsync(id));")]
    [InlineData("services.AddSingleton<Func<int, Task<User>>>(sp => async id => { using var scope = sp.CreateScope(); return await scope.ServiceProvider.GetRequiredService<UserByIdLoader>().LoadAsync(id); });")]
    [InlineData("services.AddScoped<Func<int, Task<User>>>(sp => id => sp.GetRequiredService<UserByIdLoader>().LoadAsync(id));")]
    public Task Stays_silent(string statements) => CheckAsync(statements);

    [Fact]
    public Task Reports_interactive_components() => Analysis.CheckAsync("BL1003", """
        using Microsoft.AspNetCore.Components;
        namespace Shop;
        public sealed class InteractiveServerAttribute : RenderModeAttribute;
        [InteractiveServer] public class Counter : ComponentBase { [Inject] public UserByIdLoader [|Users|] { get; set; } = null!; }
        [InteractiveServer] public class Modern(UserByIdLoader [|users|]) : ComponentBase { public UserByIdLoader Users => users; }
        [InteractiveServer] public class Good : ComponentBase { [Inject] public IServiceScopeFactory Scopes { get; set; } = null!; }
        public class Static : ComponentBase { [Inject] public UserByIdLoader Users { get; set; } = null!; }
        """ .Replace("using Microsoft.AspNetCore.Components;", "using Microsoft.AspNetCore.Components;\nusing Microsoft.Extensions.DependencyInjection;", StringComparison.Ordinal), Sources.Shop, Web);

    /// <summary>Where the root component has a render mode, or where Blazor Server is set up as it was before .NET 8, every component is interactive.</summary>
    [Theory]
    [InlineData("services.AddServerSideBlazor();")]
    [InlineData("b.OpenComponent<Routes>(0); b.AddComponentRenderMode(new object()); b.CloseComponent();")]
    [InlineData("b.OpenComponent<Static>(0); b.AddComponentRenderMode(new object()); b.CloseComponent();")]
    public Task Reports_components_of_interactive_applications(string statements) => Analysis.CheckAsync("BL1003", $$"""
        using Microsoft.AspNetCore.Components;
        using Microsoft.Extensions.DependencyInjection;
        namespace Shop;
        public class Static : ComponentBase { [Inject] public UserByIdLoader [|Users|] { get; set; } = null!; }
        public class Routes : ComponentBase;
        public sealed class Builder { public void OpenComponent<T>(int n) { } public void AddComponentRenderMode(object mode) { } public void CloseComponent() { } }
        public static class Blazor { public static void AddServerSideBlazor(this IServiceCollection services) { } }
        public static class Startup { public static void Run(IServiceCollection services, Builder b) { {{statements}} } }
        """, Sources.Shop, Web);

    /// <summary>A hub lives as long as one invocation: only a stream keeps its loaders for longer.</summary>
    [Fact]
    public Task Reports_a_hub_that_streams() => Analysis.CheckAsync("BL1003", """
        using Microsoft.AspNetCore.SignalR;
        namespace Shop;
        public class Streaming(UserByIdLoader [|users|]) : Hub
        {
            public async IAsyncEnumerable<User> Users(int[] ids)
            {
                foreach (var chunk in ids.Chunk(10))
                {
                    foreach (var user in await users.LoadManyAsync(chunk))
                        yield return user;
                }
            }
        }
        public class Calls(UserByIdLoader users) : Hub<IDisposable> { public Task<User> Get(int id) => users.LoadAsync(id); }
        public class Other(UserByIdLoader users) : Hub
        {
            public Task<User> Get(int id) => users.LoadAsync(id);
            public async IAsyncEnumerable<int> Numbers() { for (var i = 0; i < 5; i++) { await Task.Yield(); yield return i; } }
        }
        """, Sources.Shop, Web);

    [Fact]
    public Task Reports_a_hosted_service_that_takes_what_takes_a_loader() => Analysis.CheckAsync("BL1003", """
        using Microsoft.Extensions.Hosting;
        namespace Shop;
        public sealed class Prices(UserByIdLoader users) { public UserByIdLoader Users => users; }
        public sealed class Mailer(Prices [|prices|]) : BackgroundService { public Prices Prices => prices; }
        """, Sources.Shop, Web);

    private static Task CheckAsync(string statements) => Analysis.CheckAsync("BL1003", $$"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        namespace Shop;
        public static class Startup { public static void Run(IServiceCollection services, IApplicationBuilder app) { {{statements}} } }
        """, "using Microsoft.AspNetCore.Http;\nusing Microsoft.Extensions.DependencyInjection;\n" + Types, Sources.Shop, Web);
}
