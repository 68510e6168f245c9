using DataLoader.CodeFixes.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.CodeFixes.Tests.Declaration;

/// <summary>BL0027: what the generator wrote in an earlier build is compiled as source.</summary>
public class CompiledCopyTests
{
    private static readonly string[] Project =
    [
        Sources.InClass("""
            [BatchLoader] public static Task<Dictionary<int, User>> BatchPerson(int[] ids) => null!;
            [BatchLoader] public static Task<Dictionary<int, Product>> BatchThing(int[] ids) => null!;
            """),
        Sources.Shop,
    ];

    [Fact]
    public async Task Copies_are_told_once_and_nothing_else_is_wrong()
    {
        Compilation first = Generated.Update(Sources.Compile(Project));
        SyntaxTree[] copies = [.. first.SyntaxTrees.Skip(Project.Length)
            .Select(tree => CSharpSyntaxTree.ParseText(tree.ToString(), Sources.ParseOptions, "Generated/" + tree.FilePath))];
        Compilation second = Generated.Update(Sources.Compile(Project).AddSyntaxTrees(copies));
        Analysis.AssertCompiles(second);
        Diagnostic told = Assert.Single(await Analysis.RunAsync(second));
        Assert.Equal("BL0027", told.Id);
        Assert.Contains(told.Location.SourceTree, copies);
    }

    [Fact]
    public async Task What_is_generated_in_this_build_is_no_copy()
        => Assert.Empty(await Analysis.RunAsync(Generated.Update(Sources.Compile(Project))));
}
