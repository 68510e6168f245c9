using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>The rules that another parameter cures: BL0004, BL0006, BL0007, BL0013, BL0019.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SignatureFix)), Shared]
public sealed class SignatureFix() : DocumentFix(
    RuleIds.UnsupportedKeysParameter, RuleIds.UnsupportedParameter, RuleIds.NullableKey, RuleIds.ForeignKey, RuleIds.AmbiguousParameter)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Method is not { } method || site.MethodSymbol is not { } symbol)
            return [];
        if (site.Diagnostic.Id == RuleIds.ForeignKey)
            return UseForeignKey(site, method, symbol);
        if (site.Node.FirstAncestorOrSelf<ParameterSyntax>() is not { Type: { } type } parameter
            || site.Model.GetDeclaredSymbol(parameter, site.CancellationToken) is not { } declared)
        {
            return [];
        }

        return site.Diagnostic.Id switch
        {
            RuleIds.UnsupportedKeysParameter => UseList(site, type, declared.Type.SpecialType == SpecialType.System_String ? null : KnownTypes.ElementOf(declared.Type)),
            RuleIds.UnsupportedParameter when declared.Type.IsRefLikeType => declared.Ordinal == 0 ? UseList(site, type, SpanElement(declared.Type)) : [],
            RuleIds.UnsupportedParameter => RemoveModifiers(site, parameter),
            RuleIds.NullableKey => RemoveQuestionMark(site, type),
            RuleIds.AmbiguousParameter when KnownTypes.IsCancellationToken(declared.Type) => RemoveToken(site, method, symbol, parameter, declared),
            _ => [],
        };
    }

    private static IEnumerable<Cure> UseList(FixSite site, TypeSyntax type, ITypeSymbol? key)
    {
        if (key is null)
            yield break;
        string list = $"{site.Name("System.Collections.Generic", "IReadOnlyList")}<{site.Name(key)}>";
        yield return site.Replace($"Take the keys as 'IReadOnlyList<{site.Name(key)}>'", "UseReadOnlyList", type, SyntaxEdits.TypeLike(list, type));
    }

    private static IEnumerable<Cure> RemoveModifiers(FixSite site, ParameterSyntax parameter)
    {
        SyntaxTokenList kept = SyntaxFactory.TokenList(parameter.Modifiers.Where(modifier => modifier.Kind() is not (SyntaxKind.RefKeyword or SyntaxKind.OutKeyword
            or SyntaxKind.InKeyword or SyntaxKind.ParamsKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.ScopedKeyword)));
        if (kept.Count == parameter.Modifiers.Count)
            yield break;
        yield return site.Replace(
            $"Remove '{parameter.Modifiers.ToString()}'", "RemoveModifiers", parameter, WithModifiers(parameter, kept));
    }

    /// <summary>Comments at modifiers that go stay before the type.</summary>
    private static ParameterSyntax WithModifiers(ParameterSyntax parameter, SyntaxTokenList kept)
    {
        SyntaxTriviaList comments = SyntaxEdits.Line(
            parameter.Modifiers.Where(modifier => !kept.Contains(modifier))
                .SelectMany(modifier => modifier.LeadingTrivia.Where(trivia => modifier != parameter.Modifiers[0] && IsComment(trivia)).Concat(modifier.TrailingTrivia.Where(IsComment))),
            SyntaxEdits.LineEndOf(parameter.SyntaxTree.GetRoot()));
        ParameterSyntax changed = parameter.WithModifiers(kept).WithLeadingTrivia(parameter.GetLeadingTrivia());

        // A parameter with modifiers has a type.
        return comments.Count == 0 ? changed : changed.WithType(changed.Type!.WithLeadingTrivia(changed.Type!.GetLeadingTrivia().AddRange(comments.Skip(1)).Add(SyntaxFactory.Space)));
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    private static IEnumerable<Cure> RemoveQuestionMark(FixSite site, TypeSyntax type)
    {
        if (LooksForNull(site))
            yield break;
        TypeSyntax? element = type switch
        {
            ArrayTypeSyntax array => array.ElementType,
            _ => type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault()?.TypeArgumentList.Arguments.FirstOrDefault(),
        };
        if (element is NullableTypeSyntax nullable)
            yield return site.Replace("Make the key type non-nullable", "RemoveQuestionMark", nullable, nullable.ElementType.WithTriviaFrom(nullable));
    }

    /// <summary>Whether the body asks a key whether it is null, in a way that a value which never is does not understand.</summary>
    private static bool LooksForNull(FixSite site)
        => site.Method is { } method && method.DescendantNodes().Any(node => node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" or "Value" or "GetValueOrDefault" } access => IsNullableValue(site, access.Expression),
            ConditionalAccessExpressionSyntax access => IsNullableValue(site, access.Expression),
            IsPatternExpressionSyntax pattern => IsNullableValue(site, pattern.Expression),
            SwitchExpressionSyntax choice => IsNullableValue(site, choice.GoverningExpression),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or => IsNullableValue(site, or.Left),
            BinaryExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } compared => IsNullableValue(site, compared.Left),
            _ => false,
        });

    private static bool IsNullableValue(FixSite site, ExpressionSyntax expression)
        => site.Model.GetTypeInfo(expression, site.CancellationToken).Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    private static IEnumerable<Cure> UseForeignKey(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (symbol.Parameters.IsEmpty || method.ParameterList.Parameters[0].Type is not { } type || KeyOfResult(symbol.ReturnType) is not { } key)
            yield break;
        string list = $"{site.Name("System.Collections.Generic", "IReadOnlyList")}<{site.Name(key)}>";
        yield return site.Replace($"Take keys of type '{site.Name(key)}'", "UseKeyOfResult", type, SyntaxEdits.TypeLike(list, type));
    }

    private static IEnumerable<Cure> RemoveToken(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol, ParameterSyntax parameter, IParameterSymbol declared)
    {
        if (symbol.Parameters.FirstOrDefault(other => KnownTypes.IsCancellationToken(other.Type)) is not { } first || first.Ordinal == declared.Ordinal)
            yield break;
        IdentifierNameSyntax[] uses = [.. method.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == declared.Name
                && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol, declared))];
        MethodDeclarationSyntax changed = method.ReplaceNodes(uses, (use, _) => SyntaxFactory.IdentifierName(first.Name).WithTriviaFrom(use));
        ParameterListSyntax list = changed.ParameterList;
        changed = changed.WithParameterList(list.WithParameters(list.Parameters.RemoveAt(declared.Ordinal)));
        yield return site.Replace($"Use '{first.Name}' only", "RemoveToken", method, changed);
    }

    /// <summary>The key of a dictionary, a lookup or a stream of pairs.</summary>
    private static ITypeSymbol? KeyOfResult(ITypeSymbol returned)
    {
        if (returned is not INamedTypeSymbol { TypeArguments: [var result] } named)
            return null;
        if (KnownTypes.IsAsyncEnumerable(named))
            return result is INamedTypeSymbol pair && KnownTypes.IsKeyValuePair(pair) ? pair.TypeArguments[0] : null;
        foreach (ITypeSymbol type in new[] { result }.Concat(result.AllInterfaces))
        {
            if (KnownTypes.IsReadOnlyDictionary(type) || KnownTypes.IsLookup(type))
                return ((INamedTypeSymbol)type).TypeArguments[0];
        }

        return null;
    }

    private static ITypeSymbol? SpanElement(ITypeSymbol type) => type is INamedTypeSymbol { Name: "ReadOnlySpan" or "Span", TypeArguments: [var element] } ? element : null;
}
