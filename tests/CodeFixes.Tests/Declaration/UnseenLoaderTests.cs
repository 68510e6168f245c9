using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Declaration;

/// <summary>BL0026 as an editor shows it, and its fix. The project allows ASP.NET Core's generator to intercept calls, as one with <c>PublishAot</c> does.</summary>
public class UnseenLoaderTests
{
    private const string App = """
        public class App { public void MapGet(string path, Delegate handler) { } public void Get(Delegate handler) { } }
        namespace Shop { public static class People { [BatchLoader] public static Task<string?[]> BatchPerson(int[] ids) => null!; } }
        """;

    [Theory]
    [InlineData("app.MapGet(\"/\", (int id, [|PersonLoader|] people) => people.LoadAsync(id));")]
    [InlineData("app.MapGet(\"/\", (int id, [|Shop.PersonLoader|]? people) => 1);")]
    [InlineData("app.MapGet(\"/\", (int id, IBatchLoader<int, string?> people) => people.LoadAsync(id));")]
    [InlineData("app.Get((int id, PersonLoader people) => people.LoadAsync(id));")]
    [InlineData("app.MapGet(\"/\", (UserByIdLoader users) => users.LoadAsync(1));")]
    public Task Is_reported_at_the_parameter(string call)
        => Analysis.CheckAsync("BL0026", $"namespace Shop {{ public class Start {{ public void Run(App app) {{ {call} }} }} }}", Sources.Shop, App);

    [Fact]
    public Task Is_not_reported_of_a_loader_with_a_part_of_the_users_own()
        => Analysis.CheckAsync(
            "BL0026",
            "namespace Shop { public class Start { public void Run(App app) { app.MapGet(\"/\", (PersonLoader people) => people.LoadAsync(1)); } } public sealed partial class PersonLoader : BatchLoader<int, string?>; }",
            Sources.Shop, App);

    [Theory]
    [InlineData("using Shop; public class Start { public void Run(App app) { app.MapGet(\"/\", (PersonLoader people) => people.LoadAsync(1)); } }", "\nnamespace Shop\n{\n    public sealed partial class PersonLoader : BatchLoader<int, string?> { }\n}\n")]
    [InlineData("namespace Shop; public class Start { public void Run(App app) { app.MapGet(\"/\", (PersonLoader people, PersonLoader again) => people.LoadAsync(1)); } }", "\npublic sealed partial class PersonLoader : BatchLoader<int, string?> { }\n")]
    public async Task Its_fix_declares_the_part(string source, string part)
        => Assert.EndsWith(part, await Fixing.ApplyAllAsync("BL0026", "DeclarePart", source, Sources.Shop, App), StringComparison.Ordinal);

    [Fact]
    public async Task Its_fix_is_not_offered_where_the_part_cannot_stand()
        => Assert.Empty(await Fixing.OfferedAsync("BL0026", "namespace Other; public class Start { public void Run(App app) { app.MapGet(\"/\", (Shop.PersonLoader people) => 1); } }", Sources.Shop, App));
}
