using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.CodeFixes.Tests.Infrastructure;

/// <summary>What the sources under test are compiled with.</summary>
internal static class Sources
{
    /// <summary>Everything this test process runs with: the framework, the runtime of the loaders, the container.</summary>
    public static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Of a project for which ASP.NET Core generates request delegates too.</summary>
    public static readonly CSharpParseOptions ParseOptions = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse)
        .WithFeatures([new("InterceptorsNamespaces", "Microsoft.AspNetCore.Http.Generated")]);

    public static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [.. new[] { "CS1591", "CS1701", "CS1702", "CS0169", "CS0649" }.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress))]);

    /// <summary>A shop with loaders written by hand that count their batches.</summary>
    public const string Shop = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using DataLoader;

        namespace Shop;

        public sealed record User(int Id, string Name)
        {
            public int AddressId => Id + 1;
            public int? ManagerId => Id > 1 ? Id - 1 : null;
            public IReadOnlyList<int> FriendIds => new[] { Id + 1 };
            public Order? Last { get; set; }
        }

        public sealed record Product(int Id, decimal Price);

        public sealed class Order
        {
            public int Id { get; set; }
            public int UserId { get; set; }
            public int ProductId { get; set; }
            public IReadOnlyList<int> ProductIds { get; set; } = new int[0];
            public User? User { get; set; }
            public void Attach(User user) => User = user;
        }

        public sealed class UserByIdLoader : BatchLoader<int, User>
        {
            public static int Batches;
            public UserByIdLoader(LoaderScope? scope = null) : base(new BatchLoaderDefinition("UserByIdLoader"), scope) { }
            protected override Task LoadBatchAsync(Batch<int, User> batch)
            {
                Interlocked.Increment(ref Batches);
                batch.SetValues(batch.Keys.Select(id => new User(id, "user " + id)).ToList());
                return Task.CompletedTask;
            }
        }

        public sealed class ProductByIdLoader : BatchLoader<int, Product>
        {
            public static int Batches;
            public ProductByIdLoader(LoaderScope? scope = null) : base(new BatchLoaderDefinition("ProductByIdLoader"), scope) { }
            protected override Task LoadBatchAsync(Batch<int, Product> batch)
            {
                Interlocked.Increment(ref Batches);
                batch.SetValues(batch.Keys.Select(id => new Product(id, id)).ToList());
                return Task.CompletedTask;
            }
        }
        """;

    /// <summary>As much of Entity Framework, of other mappers and of ASP.NET Core as batch methods see.</summary>
    public const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore { public class DbContext; public class DbSet<T>; public interface IDbContextFactory<T> where T : DbContext { T CreateDbContext(); } }
        namespace NHibernate { public interface ISession; }
        namespace Marten { public interface IQuerySession; public interface IDocumentSession : IQuerySession; }
        namespace Microsoft.AspNetCore.Http { public abstract class HttpContext; public interface IHttpContextAccessor; }
        namespace Shop { public class ShopDb : Microsoft.EntityFrameworkCore.DbContext; }
        """;

    /// <summary>Puts batch methods, and what they need beside them, into a class.</summary>
    public static string InClass(string members) => $$"""
        namespace Shop;
        public class Queries
        {
            {{members}}
        }
        """;

    /// <summary>Puts statements into an async method with the usual things at hand.</summary>
    public static string InMethod(string statements) => $$"""
        namespace Shop;

        public class Page
        {
            private readonly UserByIdLoader _users = new();
            private int _next;
            public static void Use(params object?[] values) { }
            public async Task Run(
                UserByIdLoader users, ProductByIdLoader products, IBatchLoader<int, User> people, UserByIdLoader? maybe,
                int[] ids, List<Order> orders, Order order, User user, IAsyncEnumerable<Order> stream, CancellationToken ct)
            {
        {{statements}}
                await Task.Yield();
            }
        }
        """;

    /// <summary>Given as a source, it takes the container out of the references.</summary>
    public const string WithoutContainer = "// no container";

    public static CSharpCompilation Compile(params string[] sources)
        => CSharpCompilation.Create(
            "Shop",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i}.cs")),
            ReferencesOf(sources),
            CompilationOptions);

    /// <summary>What a set of sources is compiled with.</summary>
    public static IEnumerable<MetadataReference> ReferencesOf(string[] sources)
        => sources.Contains(WithoutContainer) ? References.Where(IsNoContainer) : References;

    private static bool IsNoContainer(MetadataReference reference)
        => !Path.GetFileName(reference.Display!).StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal);
}
