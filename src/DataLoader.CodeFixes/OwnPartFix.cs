using DataLoader.Generator.Analyzers.UnseenLoader;

namespace DataLoader.CodeFixes;

/// <summary>BL0026: declares a part of the loader, with its base class, at the end of the file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OwnPartFix)), Shared]
public sealed class OwnPartFix() : DocumentFix(RuleIds.UnseenLoader)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Root is not CompilationUnitSyntax file
            || !site.Diagnostic.Properties.TryGetValue(UnseenLoaderAnalyzer.PartProperty, out string? part) || part is null
            || !site.Diagnostic.Properties.TryGetValue(UnseenLoaderAnalyzer.NamespaceProperty, out string? name) || name is null)
            yield break;
        FileScopedNamespaceDeclarationSyntax? scoped = file.Members.OfType<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault();

        // It stands in another namespace, or an endpoint before this one has asked for it already.
        if ((scoped is not null && scoped.Name.ToString() != name) || file.DescendantNodes().OfType<ClassDeclarationSyntax>().Any(type => type.ToString() == part))
            yield break;
        bool isNested = scoped is null && name.Length > 0;
        MemberDeclarationSyntax[] members =
            [.. SyntaxFactory.ParseCompilationUnit(isNested ? $"\nnamespace {name}\n{{\n    {part}\n}}\n" : $"\n{part}\n", options: (CSharpParseOptions)file.SyntaxTree.Options).Members];
        SyntaxNode old = scoped ?? (SyntaxNode)file;
        SyntaxNode @new = scoped is null ? file.AddMembers(members) : scoped.AddMembers(members);
        yield return site.Replace("Declare a part of the loader with its base class", "DeclarePart", old, @new);
    }
}
