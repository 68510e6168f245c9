using System.Collections.Immutable;
using DataLoader.CodeFixes.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.CodeFixes.Tests.Contract;

/// <summary>Analyzers and fixes never throw, whatever is missing from a file that is being typed.</summary>
public class HalfTypedCodeTests
{
    private const string Source = """
        using Microsoft.Extensions.DependencyInjection;
        namespace Shop;
        public class Key { public int A; }
        public partial class Queries
        {
            public static UserByIdLoader? Kept;
            [BatchLoader("P", MaxBatchSize = 0, KeyOf = nameof(User.Id), Order = ResultOrder.Any, CacheKey = "X")]
            private async Task<IEnumerable<User>> BatchPerson([X] ref HashSet<int?> ids, CancellationToken a, CancellationToken b)
            {
                await Task.Yield();
                return ids.Select(id => new User(id ?? 0, ""));
            }
            [BatchLoader] public static Task<User[]> BatchOther(Key[] keys, IBatchLoader<Key, User> self) => self.LoadManyAsync(keys).Result;
            [BatchLoader] public static Task<Dictionary<long, User>> Batch(params int[] ids) => null!;
            public async Task Run(UserByIdLoader users, ProductByIdLoader? products, List<Order> orders, IServiceCollection services)
            {
                foreach (var o in orders) { var u = await users.LoadAsync(o.UserId); Console.WriteLine(u); }
                while (orders.Count > 1) { if (await users?.LoadAsync(orders[0].Id) is { ManagerId: var m }) orders.Add(new()); else break; }
                var x = (await users.LoadAsync(1)).Name; var y = await products!.LoadAsync(2).ConfigureAwait(false);
                Console.WriteLine(users.LoadAsync(3).GetAwaiter().GetResult().Name + products.LoadAsync(1).Result);
                async Task<User> Get(int id) { switch (id) { case 1: return await users.LoadAsync(id); default: goto case 1; } }
                for (int i = 0, j = 1; i < 3; i++) Task.WaitAll(Get(i), users.LoadAsync(j));
                services.AddSingleton<UserByIdLoader>(sp => new(null)).AddSingleton(typeof(Queries));
            }
        }
        """;

    /// <summary>Leaves out, doubles or exchanges tokens, at places chosen by a fixed seed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nothing_throws(int seed)
    {
        var random = new Random(seed);
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(Source, Sources.ParseOptions).GetRoot().DescendantTokens()];
        for (int round = 0; round < 25; round++)
        {
            string[] texts = [.. tokens.Select(token => token.ToFullString())];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(texts.Length);
                texts[at] = random.Next(3) switch { 0 => " ", 1 => texts[at] + " " + texts[at], _ => texts[random.Next(texts.Length)] };
            }

            await NothingThrowsOn(string.Concat(random.Next(4) == 0 ? texts.Take(random.Next(texts.Length)) : texts));
        }
    }

    private static async Task NothingThrowsOn(string source)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Fixing.AddTo(workspace, [source, Sources.Shop]);
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        ImmutableArray<Diagnostic> found = await Analysis.RunAsync(Generated.Update((await document.Project.GetCompilationAsync())!));
        var fixes = new HashSet<(string Id, string Key)>();
        found = [.. found.Where(diagnostic => diagnostic.Location.SourceTree == tree)];
        foreach (Diagnostic diagnostic in found)
        {
            await NotThrowingAsync(diagnostic.Id, source, async () =>
            {
                foreach (CodeAction action in await Fixing.ActionsAsync(document, diagnostic))
                {
                    fixes.Add((diagnostic.Id, action.EquivalenceKey!));
                    await Fixing.ChangedAsync(action, document);
                }
            });
        }

        foreach ((string id, string key) in fixes)
            await NotThrowingAsync($"{id} {key}, all", source, () => Fixing.FixAllAsync(document, id, key, [.. found.Where(diagnostic => diagnostic.Id == id)]));
    }

    private static async Task NotThrowingAsync(string what, string source, Func<Task> run)
    {
        if (await Record.ExceptionAsync(run) is { } thrown)
            Assert.Fail($"{what}: {thrown}\n{source}");
    }
}
