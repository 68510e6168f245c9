using Xunit.Abstractions;

namespace DataLoader.Docs.Tests;

/// <summary>Every block of C# that a reader may copy compiles without a warning, and runs where it prints.</summary>
public class CodeBlockTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Pages.Blocks.Values.SelectMany(page => page).Select(block => block.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_block_does_what_its_page_says(string name)
    {
        IReadOnlyList<CodeBlock> page = Pages.Blocks[name[..name.LastIndexOf(':')]];
        return BlockCheck.CheckAsync(page, page.Single(block => block.Name == name));
    }

    [Fact]
    public void The_pages_have_blocks_of_every_kind()
    {
        CodeBlock[] blocks = [.. Pages.Blocks.Values.SelectMany(page => page)];
        int wrong = blocks.Count(block => block.Wrong is not null);
        int excerpts = blocks.Count(block => block.From is not null);
        int outputs = blocks.Count(block => block.Output is not null);
        output.WriteLine($"{blocks.Length} blocks on {Pages.All.Count} pages: {wrong} wrong on purpose, {excerpts} excerpts, {outputs} with their output");

        Assert.True(wrong > 0);
        Assert.True(excerpts > 0);
        Assert.True(outputs > 0);
    }
}
