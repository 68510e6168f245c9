using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>BL0028, BL0032: takes the mark off a parameter. BL0030: makes the property init-only that can be set, where it stands in the same file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ArgumentFix)), Shared]
public sealed class ArgumentFix() : DocumentFix(RuleIds.BadArgument, RuleIds.BadPartition, RuleIds.MutableArgument)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ParameterSyntax>() is not { } parameter
            || site.Model.GetDeclaredSymbol(parameter, site.CancellationToken) is not { } declared)
        {
            return [];
        }

        return site.Diagnostic.Id switch
        {
            RuleIds.BadArgument => RemoveMark(site, parameter, KnownTypes.IsBatchArgument, "BatchArgument"),
            RuleIds.BadPartition => RemoveMark(site, parameter, KnownTypes.IsPartition, "Partition"),
            _ => MakeInit(site, declared),
        };
    }

    private static IEnumerable<Cure> RemoveMark(FixSite site, ParameterSyntax parameter, Func<ITypeSymbol, bool> isMark, string name)
    {
        AttributeSyntax? mark = parameter.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(
            attribute => site.Model.GetTypeInfo(attribute, site.CancellationToken).Type is { } type && isMark(type));
        if (mark?.Parent is not AttributeListSyntax list)
            yield break;
        ParameterSyntax changed = list.Attributes.Count > 1
            ? parameter.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(mark)))
            : parameter.WithAttributeLists(parameter.AttributeLists.Remove(list)).WithLeadingTrivia(parameter.GetLeadingTrivia());
        yield return site.Replace($"Remove [{name}]", "Remove" + name, parameter, changed);
    }

    private static IEnumerable<Cure> MakeInit(FixSite site, IParameterSymbol parameter)
    {
        if (ArgumentsParser.FindMutable(parameter.Type) is not IPropertySymbol { SetMethod.DeclaringSyntaxReferences: [var reference] } property
            || reference.SyntaxTree != site.Root.SyntaxTree
            || reference.GetSyntax(site.CancellationToken) is not AccessorDeclarationSyntax setter)
        {
            yield break;
        }

        AccessorDeclarationSyntax init = SyntaxFactory.AccessorDeclaration(
            SyntaxKind.InitAccessorDeclaration,
            setter.AttributeLists,
            setter.Modifiers,
            SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword),
            setter.Body,
            setter.ExpressionBody,
            setter.SemicolonToken);
        yield return site.Replace($"Make '{property.Name}' init-only", "MakeInit", setter, init);
    }
}
