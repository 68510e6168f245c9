using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>Finds a name for a loader that has none, or one that is taken.</summary>
internal static class FreeLoaderName
{
    public static string? Find(BatchSignature signature, FixSite site)
    {
        foreach (string name in Candidates(signature))
        {
            if (LoaderName.IsUsable(name) && signature.Method.ContainingNamespace.GetMembers(name).IsEmpty() && !IsNamed(site, name))
                return name;
        }

        return null;
    }

    private static IEnumerable<string> Candidates(BatchSignature signature)
    {
        IMethodSymbol method = signature.Method;
        string given = new([.. (signature.Settings.Name ?? "").Where(SyntaxFacts.IsIdentifierPartCharacter)]);
        yield return given;
        string type = method.ContainingType.Name;
        if (LoaderName.Derive(method.Name) is { } derived)
            yield return type + derived;
        yield return type + "Loader";
        yield return method.Name + "Loader";
        for (int i = 2; i < 100; i++)
            yield return method.Name + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + "Loader";
    }

    /// <summary>Whether a batch method of this file has the name already.</summary>
    private static bool IsNamed(FixSite site, string name)
        => site.Root.DescendantNodes().OfType<AttributeArgumentSyntax>()
            .Any(argument => argument is { NameEquals: null, Expression: LiteralExpressionSyntax literal } && literal.Token.ValueText == name);

    private static bool IsEmpty(this IEnumerable<ISymbol> symbols) => !symbols.Any();
}
