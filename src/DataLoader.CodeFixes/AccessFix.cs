namespace DataLoader.CodeFixes;

/// <summary>BL0002: makes a batch method, and the types around it, internal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AccessFix)), Shared]
public sealed class AccessFix() : DocumentFix(RuleIds.NotAccessible)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node is not MethodDeclarationSyntax method || site.MethodSymbol is null)
            yield break;
        MemberDeclarationSyntax[] hidden = [.. method.AncestorsAndSelf().OfType<MemberDeclarationSyntax>()
            .Where(member => member is MethodDeclarationSyntax or TypeDeclarationSyntax && IsHidden(site, member))];
        if (hidden.Length == 0)
            yield break;
        SyntaxNode root = site.Root.ReplaceNodes(hidden, (_, current) => current.WithAccess(SyntaxKind.InternalKeyword));
        yield return new($"Make '{method.Identifier.ValueText}' internal", "MakeInternal", root);
    }

    private static bool IsHidden(FixSite site, MemberDeclarationSyntax member)
        => site.Model.GetDeclaredSymbol(member, site.CancellationToken) is { } symbol
            && (symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal
                || symbol is INamedTypeSymbol { IsFileLocal: true });
}
