namespace DataLoader.CodeFixes;

/// <summary>BL1002: awaits a load instead of blocking on it, where the function is async already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitLoadFix)), Shared]
public sealed class AwaitLoadFix() : DocumentFix(RuleIds.BlockingLoad)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } block || TaskOf(block) is not { } task || !CanAwait(block) || IsCaughtAsAggregate(block))
            yield break;
        SyntaxTriviaList comments = SyntaxEdits.Line(SyntaxEdits.CommentsWithin(block).Where(comment => !task.Span.Contains(comment.Span)), SyntaxEdits.LineEndOf(site.Root));
        ExpressionSyntax await = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), Operand(task.WithoutTrivia()));
        yield return site.Replace(
            "Await the load", "AwaitLoad", block,
            await.WithLeadingTrivia(block.GetLeadingTrivia()).WithTrailingTrivia(comments.AddRange(block.GetTrailingTrivia())).Operand(block.Parent));
    }

    /// <summary>The task that an expression blocks on; null when an await cannot take its place.</summary>
    private static ExpressionSyntax? TaskOf(ExpressionSyntax block) => block switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => Whole(result.Expression),
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } wait }
            when block.Parent is ExpressionStatementSyntax => Whole(wait.Expression),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetResult",
                Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } awaiter },
            },
        } => Whole(awaiter.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAll" } all } call
            when block.Parent is ExpressionStatementSyntax && call.ArgumentList.Arguments.All(argument => IsTask(argument.Expression))
            => call.WithExpression(all.WithName(SyntaxFactory.IdentifierName("WhenAll"))),
        _ => null,
    };

    /// <summary>Not the tail of <c>a?.LoadAsync(1).Result</c>, which is no expression of its own.</summary>
    private static ExpressionSyntax? Whole(ExpressionSyntax expression)
    {
        SyntaxNode? current = expression;
        while (current is not null)
        {
            switch (current)
            {
                case MemberBindingExpressionSyntax:
                    return null;
                case MemberAccessExpressionSyntax access:
                    current = access.Expression;
                    break;
                case InvocationExpressionSyntax invocation:
                    current = invocation.Expression;
                    break;
                default:
                    return expression;
            }
        }

        return expression;
    }

    private static bool IsTask(ExpressionSyntax argument) => argument is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax;

    private static ExpressionSyntax Operand(ExpressionSyntax task)
        => task is BinaryExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(task) : task;

    /// <summary>
    /// Whether a handler around a wait counts on its <c>AggregateException</c>: an await throws what is inside of it, and the handler would be dead.
    /// <c>GetResult</c> does that already.
    /// </summary>
    private static bool IsCaughtAsAggregate(ExpressionSyntax block)
    {
        if (block is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } })
            return false;
        foreach (SyntaxNode current in block.Ancestors())
        {
            if (current is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
                return false;
            if (current is TryStatementSyntax @try && @try.Block.Span.Contains(block.Span) && @try.Catches.Any(CountsOnAggregate))
                return true;
        }

        return false;
    }

    private static bool CountsOnAggregate(CatchClauseSyntax handler) => handler.DescendantNodes().OfType<SimpleNameSyntax>()
        .Any(name => name.Identifier.ValueText is nameof(AggregateException) or nameof(Exception.InnerException) or nameof(AggregateException.InnerExceptions));

    private static bool CanAwait(SyntaxNode node)
    {
        for (SyntaxNode? current = node.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax or AttributeSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return local.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
