namespace DataLoader.CodeFixes;

/// <summary>BL0036: registers shared batches as a singleton. A factory that takes services is left alone: they may be a request's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SingletonRegistrationFix)), Shared]
public sealed class SingletonRegistrationFix() : DocumentFix(RuleIds.SharedOncePerRequest)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        foreach (InvocationExpressionSyntax call in site.Node.Ancestors().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Name: { } name } || NewName(name.Identifier.ValueText) is not { } singleton)
                continue;
            if (call.ArgumentList.Arguments.Select(static it => it.Expression).OfType<LambdaExpressionSyntax>().All(lambda => IsOfNoService(lambda, site)))
            {
                SyntaxToken identifier = SyntaxFactory.Identifier(singleton).WithTriviaFrom(name.Identifier);
                yield return site.Replace("Register as a singleton", "RegisterAsSingleton", name, name.WithIdentifier(identifier));
            }

            yield break;
        }
    }

    private static string? NewName(string name) => name switch
    {
        "AddScoped" or "AddTransient" => "AddSingleton",
        "TryAddScoped" or "TryAddTransient" => "TryAddSingleton",
        "AddKeyedScoped" or "AddKeyedTransient" => "AddKeyedSingleton",
        _ => null,
    };

    /// <summary>Whether a factory makes no use of the services that it is given.</summary>
    private static bool IsOfNoService(LambdaExpressionSyntax lambda, FixSite site)
        => lambda is SimpleLambdaExpressionSyntax or ParenthesizedLambdaExpressionSyntax
            && site.Model.GetSymbolInfo(lambda, site.CancellationToken).Symbol is IMethodSymbol factory
            && !lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(used
                => site.Model.GetSymbolInfo(used, site.CancellationToken).Symbol is IParameterSymbol parameter
                    && factory.Parameters.Contains(parameter, SymbolEqualityComparer.Default));
}
