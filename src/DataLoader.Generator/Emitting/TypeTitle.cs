using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Emitting;

/// <summary>Writes a type as people say it, for a comment: <c>List&amp;lt;User&amp;gt;</c>.</summary>
internal static class TypeTitle
{
    private const string Global = "global::";

    public static string Write(string type)
    {
        InternedText text = InternedText.Start();
        for (int i = 0; i < type.Length; i++)
        {
            if (string.CompareOrdinal(type, i, Global, 0, Global.Length) == 0)
                i = EndOfQualifier(type, i + Global.Length);
            switch (type[i])
            {
                case '<':
                    text.Add("&lt;");
                    break;
                case '>':
                    text.Add("&gt;");
                    break;
                default:
                    text.Add(type[i]);
                    break;
            }
        }

        return text.End();
    }

    /// <summary>Where the last name of a qualified one begins.</summary>
    private static int EndOfQualifier(string type, int start)
    {
        int end = start;
        for (int i = start; i < type.Length && (type[i] is '@' or '.' || SyntaxFacts.IsIdentifierPartCharacter(type[i])); i++)
        {
            if (type[i] == '.')
                end = i + 1;
        }

        return end;
    }
}
