using System.Runtime.CompilerServices;
using Markdig;
using Microsoft.Playwright;

namespace Storefront.Tests;

/// <summary>What somebody sees of README.md in the first seconds.</summary>
public sealed class ReadmeTests(Browser browser) : IClassFixture<Browser>
{
    private const int Height = 800;

    [InBrowser]
    public async Task The_first_screen_has_the_problem_the_code_before_and_after_and_the_number()
    {
        IPage page = await browser.OpenAsync(1280, Height);
        await page.GotoAsync(new Uri(Render()).AbsoluteUri);
        await Browser.KeepAsync(page, "readme", fullPage: false);

        await AssertOnFirstScreenAsync(page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        await AssertOnFirstScreenAsync(page.GetByText("N+1 queries, gone."));
        await AssertOnFirstScreenAsync(page.GetByText("2,767 become 9"));
        await AssertOnFirstScreenAsync(page.Locator("pre").Nth(0));
        await AssertOnFirstScreenAsync(page.Locator("pre").Nth(1));
        await Assertions.Expect(page.Locator("pre").Nth(1)).ToContainTextAsync("await customers.LoadAsync(order.CustomerId)");
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(image => image.naturalWidth > 0)"));
    }

    private static async Task AssertOnFirstScreenAsync(ILocator part)
    {
        LocatorBoundingBoxResult? box = await part.First.BoundingBoxAsync();
        Assert.NotNull(box);
        Assert.InRange(box.Y + box.Height, 1, Height);
    }

    // Of the size that GitHub gives its text.
    private static string Render([CallerFilePath] string here = "")
    {
        string root = Path.GetFullPath(Path.Combine(here, "../../.."));
        string folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "screenshots")).FullName;
        string markdown = File.ReadAllText(Path.Combine(root, "README.md"));
        string html = $$"""
            <!DOCTYPE html>
            <base href="{{new Uri(root + "/").AbsoluteUri}}">
            <meta charset="utf-8">
            <style>
                body { max-width: 830px; margin: 32px auto; font: 16px/1.5 "Segoe UI", "DejaVu Sans", sans-serif; }
                h1 { font-size: 32px; margin: 0 0 16px; }
                pre { padding: 16px; background: #f6f8fa; font: 13.6px/1.45 "DejaVu Sans Mono", monospace; overflow: auto; }
                img { max-width: 100%; }
            </style>
            {{Markdown.ToHtml(markdown, new MarkdownPipelineBuilder().UseAdvancedExtensions().Build())}}
            """;
        string file = Path.Combine(folder, "readme.html");
        File.WriteAllText(file, html);
        return file;
    }
}
