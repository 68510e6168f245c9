using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Usage;

/// <summary>BL1008: a frame that nothing closes, or that an exception leaves open.</summary>
public class OpenFrameTests
{
    [Theory]
    [InlineData("[|scope.OpenFrame()|]; _ = users.LoadAsync(1);")]
    [InlineData("scope?[|.HoldBatches()|];")]
    [InlineData("_ = [|scope.OpenFrame()|];")]
    [InlineData("var frame = [|scope.OpenFrame()|]; _ = users.LoadAsync(1);")]
    [InlineData("Frame frame = ([|scope.OpenFrame()|]); _ = users.LoadAsync(1); frame.Dispose();")]
    [InlineData("void Nested() { var frame = [|scope.OpenFrame()|]; users.Clear(1); } Nested();")]
    [InlineData("[|scope.HoldBatches()|];")]
    [InlineData("_ = [|scope.HoldFrames()|];")]
    public Task Reports(string statements) => Analysis.CheckAsync("BL1008", InMethod(statements), Sources.Shop);

    [Theory]
    [InlineData("using (scope.OpenFrame()) _ = users.LoadAsync(1);")]
    [InlineData("using var frame = scope.OpenFrame(); _ = users.LoadAsync(1);")]
    [InlineData("using Frame frame = scope.OpenFrame();")]
    [InlineData("var frame = scope.OpenFrame(); try { _ = users.LoadAsync(1); } finally { frame.Dispose(); }")]
    [InlineData("var frame = scope.OpenFrame(); using (frame) _ = users.LoadAsync(1);")]
    [InlineData("var frame = scope.OpenFrame(); Close(frame); static void Close(Frame it) => it.Dispose();")]
    [InlineData("scope.OpenFrame().Dispose();")]
    [InlineData("Frame Open() => scope.OpenFrame(); using (Open()) users.Clear(1);")]
    [InlineData("var hold = scope.HoldBatches(); hold.Dispose();")]
    [InlineData("var holds = new Stack<IDisposable>(); holds.Push(scope.HoldFrames());")]
    [InlineData("new Door().OpenFrame();")]
    public Task Stays_silent(string statements) => Analysis.CheckAsync("BL1008", InMethod(statements), Sources.Shop, "namespace Shop; public class Door { public void OpenFrame() { } }");

    [Theory]
    [InlineData("scope.OpenFrame(); users.Clear(1);", "using var frame = scope.OpenFrame(); users.Clear(1);")]
    [InlineData("_ = scope.OpenFrame(); var frame = 1; Use(frame);", "using var frame2 = scope.OpenFrame(); var frame = 1;")]
    [InlineData("/* first */ Frame it = scope.OpenFrame(); // then", "/* first */ using Frame it = scope.OpenFrame(); // then")]
    [InlineData("scope.HoldBatches();", "using var hold = scope.HoldBatches();")]
    [InlineData("scope?.HoldBatches();", "using var hold = scope?.HoldBatches();")]
    public async Task Closes_it_at_the_end_of_the_block(string statements, string expected)
        => Assert.Contains(expected, await Fixing.ApplyAsync("BL1008", "Using", InMethod(statements), Sources.Shop), StringComparison.Ordinal);

    [Theory]
    [InlineData("var frame = scope.OpenFrame(); users.Clear(1); frame.Dispose();")]
    [InlineData("if (ids.Length > 1) scope.OpenFrame();")]
    [InlineData("async Task Nested() { scope.OpenFrame(); await users.LoadAsync(1); } Nested();")]
    public async Task Leaves_alone_what_somebody_must_think_about(string statements)
        => Assert.Empty(await Fixing.OfferedAsync("BL1008", InMethod(statements), Sources.Shop));

    private static string InMethod(string statements) => $$"""
        namespace Shop;

        public class Page
        {
            public static void Use(params object?[] values) { }
            public void Run(LoaderScope scope, UserByIdLoader users, int[] ids)
            {
                {{statements}}
            }
        }
        """;
}
