using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>BL0014, BL0029: makes a record of the class of a key, or of an argument, that stands in the same file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecordKeyFix)), Shared]
public sealed class RecordKeyFix() : DocumentFix(RuleIds.KeyWithoutValueEquality, RuleIds.ArgumentWithoutValueEquality)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.ReadSignature() is not { } signature
            || Compared(site, signature) is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false, DeclaringSyntaxReferences: [var reference] } key
            || key.BaseType?.SpecialType != SpecialType.System_Object
            || reference.SyntaxTree != site.Root.SyntaxTree
            || reference.GetSyntax(site.CancellationToken) is not ClassDeclarationSyntax declaration
            || declaration.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            yield break;
        }

        RecordDeclarationSyntax record = SyntaxFactory.RecordDeclaration(
            SyntaxKind.RecordDeclaration,
            declaration.AttributeLists,
            declaration.Modifiers,
            SyntaxFactory.Token(SyntaxKind.RecordKeyword).WithTriviaFrom(declaration.Keyword),
            default,
            declaration.Identifier,
            declaration.TypeParameterList,
            declaration.ParameterList,
            declaration.BaseList,
            declaration.ConstraintClauses,
            declaration.OpenBraceToken,
            declaration.Members,
            declaration.CloseBraceToken,
            declaration.SemicolonToken);
        yield return site.Replace($"Make '{key.Name}' a record", "MakeRecord", declaration, record);
    }

    private static ITypeSymbol? Compared(FixSite site, BatchSignature signature)
        => site.Diagnostic.Id == RuleIds.KeyWithoutValueEquality
            ? signature.CacheKey?.ReturnType ?? signature.KeyType
            : site.Node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
                ? site.Model.GetDeclaredSymbol(parameter, site.CancellationToken)?.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
                : null;
}
