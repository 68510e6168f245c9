using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.CodeFixes.Tests.Infrastructure;

/// <summary>A source whose <c>[|…|]</c> marks say where a diagnostic belongs.</summary>
internal sealed class Markup
{
    private Markup(string source, List<TextSpan> spans)
    {
        Source = source;
        Spans = spans;
    }

    public string Source { get; }

    public IReadOnlyList<TextSpan> Spans { get; }

    public static Markup Parse(string marked)
    {
        var text = new StringBuilder();
        var open = new Stack<int>();
        var spans = new List<TextSpan>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '[' && i + 1 < marked.Length && marked[i + 1] == '|')
            {
                open.Push(text.Length);
                i++;
            }
            else if (marked[i] == '|' && i + 1 < marked.Length && marked[i + 1] == ']' && open.Count > 0)
            {
                spans.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new(text.ToString(), [.. spans.OrderBy(span => span.Start)]);
    }
}
