namespace DataLoader.Docs.Tests;

/// <summary>The check itself: it must fail for pages that lie.</summary>
public class HarnessTests
{
    [Theory]
    [InlineData("```csharp\nint x = \"one\";\n```")]
    [InlineData("```csharp\nint used = 1;\nstring? s = null;\nConsole.WriteLine(s.Length + used);\n```")]
    [InlineData("```csharp\nthrow new Exception(\"printed nothing\"); Console.Write(1);\n```")]
    [InlineData("<!-- code: wrong CS0029 -->\n```csharp\nint x = 1; x++;\n```")]
    [InlineData("<!-- code: wrong CS0103 -->\n```csharp\nint x = \"one\"; x++;\n```")]
    [InlineData("<!-- code: from README.md -->\n```csharp\nthis is not in it\n```")]
    [InlineData("```csharp\nConsole.WriteLine(1);\n```\n<!-- prints -->\n```text\n2\n```")]
    [InlineData("```csharp\nint y = 1;\n```\n\n```csharp\nConsole.WriteLine(y);\n```")]
    public async Task A_page_that_lies_is_found_out(string text)
    {
        IReadOnlyList<CodeBlock> page = MarkdownPage.BlocksOf("page.md", text);

        await Assert.ThrowsAnyAsync<Exception>(() => BlockCheck.CheckAsync(page, page[^1]));
    }

    [Theory]
    [InlineData("```csharp\nConsole.WriteLine(1);\n```\n<!-- prints -->\n```text\n1\n```")]
    [InlineData("<!-- code: wrong CS0029 CS0103 -->\n```csharp\nint x = \"one\"; y = x;\n```")]
    [InlineData("<!-- code: with\nint y = 1;\n-->\n```csharp\nConsole.WriteLine(y);\n```")]
    [InlineData("```csharp\nrecord Thing(int Y);\n```\n\n<!-- code: continues -->\n```csharp\nConsole.WriteLine(new Thing(1).Y);\n```")]
    [InlineData("```csharp\n[BatchLoader]\npublic static Task<int[]> BatchSame(IReadOnlyList<int> keys) => Task.FromResult(keys.ToArray());\n```\n\n"
        + "<!-- code: continues -->\n```csharp\nConsole.WriteLine(await new SameLoader().LoadAsync(7));\n```\n<!-- prints -->\n```text\n7\n```")]
    public async Task A_page_that_tells_the_truth_passes(string text)
    {
        IReadOnlyList<CodeBlock> page = MarkdownPage.BlocksOf("page.md", text);

        await BlockCheck.CheckAsync(page, page[^1]);
    }

    [Fact]
    public void A_comment_that_is_not_understood_is_an_error()
        => Assert.Throws<FormatException>(() => MarkdownPage.BlocksOf("page.md", "<!-- code: wrnog -->\n```csharp\nint x = 1;\n```"));
}
