using Microsoft.CodeAnalysis;

namespace DataLoader.Docs.Tests;

/// <summary>Checks one block, in the company of the blocks it continues.</summary>
internal static class BlockCheck
{
    public static async Task CheckAsync(IReadOnlyList<CodeBlock> page, CodeBlock block)
    {
        if (block.From is not null)
        {
            Assert.Contains(Normalise(block.Code), Normalise(Pages.Read(block.From)), StringComparison.Ordinal);
            return;
        }

        string program = BlockProgram.From(Company(page, block).Select(part => part.Hidden + part.Code));
        (Compilation compilation, IReadOnlyList<Diagnostic> diagnostics) = await DocsCompiler.CompileAsync(program);
        diagnostics = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || block.Wrong?.Contains(diagnostic.Id) == true)];
        if (block.Wrong is not null)
        {
            Assert.Equal(block.Wrong.Order(), diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order());
            return;
        }

        Assert.True(diagnostics.Count == 0, $"{string.Join('\n', diagnostics)}\n\n{program}");
        if (block.Code.Contains("Console.Write", StringComparison.Ordinal) && compilation.Options.OutputKind == OutputKind.ConsoleApplication)
        {
            string printed = DocsCompiler.Run(compilation);
            if (block.Output is not null)
                Assert.Equal(block.Output, printed);
            else
                Assert.NotEmpty(printed);
        }
        else
        {
            Assert.Null(block.Output);
        }
    }

    // The blocks that this one continues, and itself.
    private static IEnumerable<CodeBlock> Company(IReadOnlyList<CodeBlock> page, CodeBlock block)
    {
        int last = page.ToList().IndexOf(block), first = last;
        while (page[first].Continues)
            first--;
        return page.Take(last + 1).Skip(first);
    }

    // An excerpt may be indented otherwise than its file.
    private static string Normalise(string code) => string.Join('\n', code.Trim().Split('\n').Select(line => line.Trim()));
}
