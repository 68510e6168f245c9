using System.Text.RegularExpressions;

namespace DataLoader.Docs.Tests;

/// <summary>Finds the blocks of C# in a page. CONTRIBUTING.md says what may stand in the comment before a block.</summary>
internal static partial class MarkdownPage
{
    public static IReadOnlyList<CodeBlock> BlocksOf(string page, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        var blocks = new List<CodeBlock>();
        string heading = "", comment = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#').Trim();
            }
            else if (line.StartsWith("<!--", StringComparison.Ordinal))
            {
                int start = i;
                while (!lines[i].Contains("-->", StringComparison.Ordinal))
                    i++;
                comment = string.Join('\n', lines[start..(i + 1)]);
                continue;
            }
            else if (Fence().Match(line) is { Success: true } fence)
            {
                int start = i + 1, indent = fence.Groups["indent"].Length;
                while (lines[++i].Trim() != "```")
                    continue;
                string code = string.Join('\n', lines[start..i].Select(codeLine => codeLine.Length < indent ? "" : codeLine[indent..])) + "\n";
                if (fence.Groups["language"].Value is "csharp" or "cs")
                    blocks.Add(Block(page, start + 1, code, heading, comment));
                else if (fence.Groups["language"].Value == "text" && comment == Prints)
                    blocks[^1] = blocks[^1] with { Output = code };
            }

            if (line.Length > 0)
                comment = "";
        }

        return blocks;
    }

    private const string Prints = "<!-- prints -->";

    private static CodeBlock Block(string page, int line, string code, string heading, string comment)
    {
        // The page of a rule has a block that breaks it. Its examples are short: what does not matter is "…".
        string rule = Path.GetFileNameWithoutExtension(page);
        bool isRule = Ids().IsMatch(rule);
        var block = new CodeBlock { Page = page, Line = line, Code = isRule ? code.Replace("=> …", "=> throw null!;", StringComparison.Ordinal) : code };
        if (comment.StartsWith("<!-- code:", StringComparison.Ordinal))
        {
            Match directive = Directive().Match(comment);
            if (!directive.Success)
                throw new FormatException($"{block.Name}: the comment before it says nothing known: {comment}");
            return block with
            {
                Wrong = directive.Groups["wrong"].Success ? Ids().Matches(directive.Groups["wrong"].Value).Select(id => id.Value).ToArray() : null,
                From = directive.Groups["from"].Success ? directive.Groups["from"].Value : null,
                Continues = directive.Groups["continues"].Success,
                Hidden = directive.Groups["hidden"].Value,
            };
        }

        return isRule && heading.StartsWith("Wrong", StringComparison.Ordinal) ? block with { Wrong = [rule] } : block;
    }

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w+)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^<!-- code:(?: (?:wrong(?<wrong>(?: (?:BL|CS)\d{4})+)|from (?<from>[^ ]+)|(?<continues>continues)))?(?: with\n(?<hidden>.*)| )?-->$", RegexOptions.Singleline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\b(BL|CS)\d{4}\b")]
    private static partial Regex Ids();
}
