namespace DataLoader.CodeFixes;

/// <summary>Tells a batch method that returns the rows of a query, which come in any order.</summary>
internal static class QueryResult
{
    /// <summary>Whether the method around a site ends with a query: of LINQ to a database, of Dapper, or one that filters what there is.</summary>
    public static bool IsIn(FixSite site)
    {
        ExpressionSyntax? returned = site.Method?.ExpressionBody?.Expression
            ?? site.Method?.Body?.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression;
        return returned is not null && returned.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax)
            .OfType<ExpressionSyntax>()
            .Any(expression => IsQuery(site, expression));
    }

    private static bool IsQuery(FixSite site, ExpressionSyntax expression) => expression switch
    {
        QueryExpressionSyntax { Body.Clauses: var clauses } => clauses.Any(static clause => clause is WhereClauseSyntax),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
            => name is "Where" or "Query" or "QueryAsync" || name.StartsWith("FromSql", StringComparison.Ordinal) || IsQueryable(site, expression),
        _ => false,
    };

    private static bool IsQueryable(FixSite site, ExpressionSyntax expression)
        => site.Model.GetTypeInfo(expression, site.CancellationToken).Type is { } type
            && type.AllInterfaces.Any(static implemented => implemented is { Name: "IQueryable", ContainingNamespace.Name: "Linq" });
}
