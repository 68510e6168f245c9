namespace DataLoader.CodeFixes;

/// <summary>BL1003: registers as scoped what keeps a loader. A static has no such way out: who makes its objects is the user's to decide.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScopedRegistrationFix)), Shared]
public sealed class ScopedRegistrationFix() : DocumentFix(RuleIds.CapturedLoader)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { } name } } call
            || site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is not IMethodSymbol method
            || method.Parameters.Any(parameter => parameter.Name is "implementationInstance" or "instance"))
        {
            yield break;
        }

        string old = name.Identifier.ValueText;
        if (old is not ("AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "TryAddKeyedSingleton"))
            yield break;
        SyntaxToken scoped = SyntaxFactory.Identifier(old.Replace("Singleton", "Scoped")).WithTriviaFrom(name.Identifier);
        yield return site.Replace("Register as scoped", "RegisterAsScoped", name, name.WithIdentifier(scoped));
    }
}
