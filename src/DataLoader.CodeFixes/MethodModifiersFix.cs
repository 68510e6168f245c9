namespace DataLoader.CodeFixes;

/// <summary>BL0001: makes a batch method static. BL0002: makes it, and the types around it, internal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MethodModifiersFix)), Shared]
public sealed class MethodModifiersFix() : DocumentFix(RuleIds.NotStatic, RuleIds.NotAccessible)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node is not MethodDeclarationSyntax method || site.MethodSymbol is not { } symbol)
            return [];
        return site.Diagnostic.Id == RuleIds.NotStatic ? Static(site, method, symbol) : Accessible(site, method);
    }

    private static IEnumerable<Cure> Static(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (symbol.IsStatic || symbol.ContainingType.TypeKind == TypeKind.Interface || symbol.IsOverride || UsesInstance(site, method, symbol))
            yield break;
        MethodDeclarationSyntax changed = method
            .WithModifiers(SyntaxFactory.TokenList(method.Modifiers.Where(modifier => modifier.Kind() is not (SyntaxKind.VirtualKeyword or SyntaxKind.NewKeyword or SyntaxKind.ReadOnlyKeyword))));
        int access = -1;
        for (int i = 0; i < changed.Modifiers.Count; i++)
        {
            if (SyntaxFacts.IsAccessibilityModifier(changed.Modifiers[i].Kind()))
                access = i;
        }

        changed = access < 0
            ? changed.WithModifier(SyntaxKind.StaticKeyword)
            : changed.WithModifiers(changed.Modifiers.Insert(access + 1, SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space)));
        yield return site.Replace($"Make '{symbol.Name}' static", "MakeStatic", method, changed);
    }

    private static IEnumerable<Cure> Accessible(FixSite site, MethodDeclarationSyntax method)
    {
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

    private static bool UsesInstance(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            if (node is ThisExpressionSyntax or BaseExpressionSyntax)
                return true;
            if (node is SimpleNameSyntax name && (name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name)
                && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is { IsStatic: false, Kind: SymbolKind.Field or SymbolKind.Property or SymbolKind.Method or SymbolKind.Event or SymbolKind.Parameter } used
                && (used.Kind == SymbolKind.Parameter ? IsPrimary(used) : InheritsFrom(symbol.ContainingType, used.ContainingType)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPrimary(ISymbol parameter) => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };

    private static bool InheritsFrom(INamedTypeSymbol type, INamedTypeSymbol? other)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, other))
                return true;
        }

        return false;
    }
}
