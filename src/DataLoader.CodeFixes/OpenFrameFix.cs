namespace DataLoader.CodeFixes;

/// <summary>BL1008: closes a frame or a hold at the end of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OpenFrameFix)), Shared]
public sealed class OpenFrameFix() : DocumentFix(RuleIds.OpenFrame)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        // A statement after "if (...)" or a label can be no declaration. A frame that is closed by hand would be closed too late.
        if (site.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement)
            yield break;

        // A frame is a ref struct, and does not outlive an await.
        SyntaxNode block = (statement.Parent is GlobalStatementSyntax ? statement.Parent.Parent : statement.Parent) ?? site.Root;
        if (site.Node.ToString().Contains("OpenFrame") && block.DescendantTokens().Any(token => token.IsKind(SyntaxKind.AwaitKeyword) && token.SpanStart > statement.Span.End))
            yield break;
        LocalDeclarationStatementSyntax? closed = statement switch
        {
            LocalDeclarationStatementSyntax local when !IsMentioned(local) => Closed(local),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: { } call } } => Kept(site, statement, call),
            ExpressionStatementSyntax { Expression: { } call } => Kept(site, statement, call),
            _ => null,
        };
        if (closed is not null)
            yield return site.Replace("Close it by 'using'", "Using", statement, closed);
    }

    private static LocalDeclarationStatementSyntax Kept(FixSite site, StatementSyntax statement, ExpressionSyntax call)
        => Closed((LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"var {FreeName(site, call)} = {call.WithoutTrivia()};").WithTriviaFrom(statement));

    private static LocalDeclarationStatementSyntax Closed(LocalDeclarationStatementSyntax local)
        => local.WithoutLeadingTrivia()
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(local.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space));

    // A statement always stands in something.
    private static bool IsMentioned(LocalDeclarationStatementSyntax local)
        => local.Declaration.Variables.Count != 1 || (local.Parent is GlobalStatementSyntax { Parent: { } file } ? file : local.Parent)!
            .DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == local.Declaration.Variables[0].Identifier.ValueText);

    private static string FreeName(FixSite site, ExpressionSyntax expression)
    {
        string name = expression.ToString().Contains("OpenFrame") ? "frame" : "hold";
        SyntaxNode around = expression.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax) ?? site.Root;
        var taken = new HashSet<string>(around.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        string free = name;
        for (int i = 2; taken.Contains(free); i++)
            free = name + i;
        return free;
    }
}
