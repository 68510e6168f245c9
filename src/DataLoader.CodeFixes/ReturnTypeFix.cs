using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>BL0003: wraps a result in a task, or makes a list of a sequence. BL0023: makes a lookup of groups.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReturnTypeFix)), Shared]
public sealed class ReturnTypeFix() : DocumentFix(RuleIds.UnsupportedReturnType, RuleIds.ListOfGroups)
{
    private const string EntityFramework = "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions";

    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Method is not { } method || site.MethodSymbol is not { } symbol || method.DescendantNodes().Any(node => node is YieldStatementSyntax))
            return [];
        if (site.Diagnostic.Id == RuleIds.ListOfGroups)
            return ReturnLookup(site, method, symbol);
        return KnownTypes.IsTask(symbol.ReturnType) || KnownTypes.IsValueTask(symbol.ReturnType)
            ? ReturnList(site, method, symbol)
            : WrapInTask(site, method, symbol);
    }

    private static IEnumerable<Cure> WrapInTask(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        ITypeSymbol result = symbol.ReturnType;
        if (!new[] { result }.Concat(result.AllInterfaces).Any(type => KnownTypes.IsReadOnlyList(type) || KnownTypes.IsReadOnlyDictionary(type) || KnownTypes.IsLookup(type)))
            yield break;
        string task = site.Name("System.Threading.Tasks", "Task");
        string value = method.ReturnType.ToString();
        ExpressionSyntax[] returned = [.. Returned(method)];
        bool isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword) || Own(method).Any(node => node is AwaitExpressionSyntax);
        MethodDeclarationSyntax changed = isAsync
            ? method
            : method.ReplaceNodes(returned, (_, expression) => SyntaxFactory.ParseExpression($"{task}.FromResult<{value}>({expression.WithoutTrivia()})").WithTriviaFrom(expression));
        changed = changed.WithReturnType(SyntaxEdits.TypeLike($"{task}<{value}>", changed.ReturnType));
        if (isAsync)
            changed = changed.WithModifier(SyntaxKind.AsyncKeyword);
        yield return site.Replace($"Return 'Task<{value}>'", "WrapInTask", method, changed);
    }

    private static IEnumerable<Cure> ReturnList(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (!method.Modifiers.Any(SyntaxKind.AsyncKeyword) || symbol.ReturnType is not INamedTypeSymbol { TypeArguments: [var sequence] } || KnownTypes.ElementOf(sequence) is not { } element)
            yield break;
        INamedTypeSymbol? list = site.Model.Compilation.GetTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1")?.Construct(element);
        if (list is null)
            yield break;
        ExpressionSyntax[] loose = [.. Returned(method).Where(expression => !site.Model.ClassifyConversion(expression, list).IsImplicit)];
        string toList = site.Name("System.Linq", "Enumerable") + ".ToList";
        MethodDeclarationSyntax changed = method.ReplaceNodes(loose, (old, expression) => SyntaxFactory.ParseExpression(ReadsDatabase(site, old)
            ? $"await global::{EntityFramework}.ToListAsync({expression.WithoutTrivia()}{TokenOf(symbol)})"
            : $"{toList}({expression.WithoutTrivia()})").WithTriviaFrom(expression));
        string wrapper = method.ReturnType.ToString();
        wrapper = wrapper.Substring(0, Math.Max(wrapper.IndexOf('<'), 0));
        string type = $"{site.Name("System.Collections.Generic", "IReadOnlyList")}<{site.Name(element)}>";
        changed = changed.WithReturnType(SyntaxEdits.TypeLike($"{wrapper}<{type}>", changed.ReturnType));
        yield return site.Replace($"Return '{wrapper}<{type}>'", "ReturnList", method, changed);
    }

    /// <summary>
    /// A lookup in place of <c>(await rows.GroupBy(row => row.Key).ToListAsync())</c> and the like: what is grouped is read as it is, and then sorted
    /// into a lookup by the same function. Groups of another making are taken apart.
    /// </summary>
    private static IEnumerable<Cure> ReturnLookup(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (symbol.ReturnType is not INamedTypeSymbol { TypeArguments: [var result] } || KnownTypes.ElementOf(result) is not INamedTypeSymbol { TypeArguments: [var key, var value] })
            yield break;
        ExpressionSyntax[] returned = [.. Returned(method)];
        if (!method.Modifiers.Any(SyntaxKind.AsyncKeyword) && !returned.All(expression => IsFromResult(expression)))
            yield break;
        string wrapper = method.ReturnType.ToString();
        wrapper = wrapper.Substring(0, Math.Max(wrapper.IndexOf('<'), 0));
        string type = $"{site.Name("System.Linq", "ILookup")}<{site.Name(key)}, {site.Name(value)}>";
        MethodDeclarationSyntax changed = method.ReplaceNodes(
            returned, (old, _) => SyntaxFactory.ParseExpression(Lookup(site, old, type)).WithTriviaFrom(old));
        changed = changed.WithReturnType(SyntaxEdits.TypeLike($"{wrapper}<{type}>", changed.ReturnType));
        yield return site.Replace($"Return '{type}'", "ReturnLookup", method, changed);
    }

    private static bool IsFromResult(ExpressionSyntax expression)
        => expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" } };

    private static string Lookup(FixSite site, ExpressionSyntax returned, string type)
    {
        if (IsFromResult(returned))
        {
            var call = (InvocationExpressionSyntax)returned;
            string task = ((MemberAccessExpressionSyntax)call.Expression).Expression.ToString();
            return $"{task}.FromResult<{type}>({Lookup(site, call.ArgumentList.Arguments[0].Expression, type)})";
        }

        ExpressionSyntax list = returned is AwaitExpressionSyntax await ? await.Expression : returned;
        if (list is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToList" or "ToArray" or "ToListAsync" or "ToArrayAsync" } made } toList
            && made.Expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GroupBy" } group } grouped)
        {
            bool isAwaited = returned is AwaitExpressionSyntax;
            string rows = isAwaited ? $"(await {group.Expression.WithoutTrivia()}.{made.Name}{toList.ArgumentList})" : group.Expression.WithoutTrivia().ToString();
            return $"{rows}.ToLookup({grouped.ArgumentList.Arguments})";
        }

        string groups = returned is AwaitExpressionSyntax ? $"({returned.WithoutTrivia()})" : returned.WithoutTrivia().ToString();
        return $"{groups}.SelectMany(group => group, (group, value) => (group.Key, value)).ToLookup(pair => pair.Key, pair => pair.value)";
    }

    /// <summary>Whether an expression is a query that Entity Framework would read: then it is read asynchronously.</summary>
    private static bool ReadsDatabase(FixSite site, ExpressionSyntax expression)
        => site.Model.GetTypeInfo(expression, site.CancellationToken).Type is { } type
            && new[] { type }.Concat(type.AllInterfaces).Any(candidate => candidate is { Name: "IQueryable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } })
            && site.Model.Compilation.GetTypeByMetadataName(EntityFramework) is { } extensions
            && !extensions.GetMembers("ToListAsync").IsEmpty;

    private static string TokenOf(IMethodSymbol symbol)
        => symbol.Parameters.FirstOrDefault(parameter => KnownTypes.IsCancellationToken(parameter.Type)) is { } token ? $", {token.Name}" : "";

    private static IEnumerable<ExpressionSyntax> Returned(MethodDeclarationSyntax method)
    {
        if (method.ExpressionBody is { } body)
            return [body.Expression];
        return Own(method).OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).OfType<ExpressionSyntax>();
    }

    /// <summary>The nodes of a method without those of the functions inside of it.</summary>
    private static IEnumerable<SyntaxNode> Own(MethodDeclarationSyntax method)
        => method.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
}
