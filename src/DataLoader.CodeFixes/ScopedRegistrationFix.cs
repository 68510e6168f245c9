using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.CodeFixes;

/// <summary>BL1003: registers as scoped what keeps a loader. A static has no such way out: who makes its objects is the user's to decide.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScopedRegistrationFix)), Shared]
public sealed class ScopedRegistrationFix() : DocumentFix(RuleIds.CapturedLoader)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            || NameOf(site) is not { } name)
        {
            yield break;
        }

        SyntaxToken scoped = SyntaxFactory.Identifier(name.Identifier.ValueText.Replace("Singleton", "Scoped")).WithTriviaFrom(name.Identifier);
        yield return site.Replace("Register as scoped", "RegisterAsScoped", name, name.WithIdentifier(scoped));
    }

    /// <summary>The name that says singleton: of the method, or of the lifetime it is given. An instance that is there already can be nothing else.</summary>
    private static SimpleNameSyntax? NameOf(FixSite site)
    {
        ExpressionSyntax registration = site.Node.FirstAncestorOrSelf<ExpressionSyntax>()!;
        var arguments = site.Model.GetOperation(registration, site.CancellationToken) switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        if (arguments.Any(argument => argument.Parameter?.Name is "implementationInstance" or "instance"))
            return null;
        if (arguments.Select(argument => argument.Value.Syntax).OfType<MemberAccessExpressionSyntax>()
            .FirstOrDefault(value => value is { Name.Identifier.ValueText: "Singleton", Expression: var lifetime } && lifetime.ToString().EndsWith("ServiceLifetime", StringComparison.Ordinal)) is { } lifetime)
        {
            return lifetime.Name;
        }

        return registration is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { } name } }
            && name.Identifier.ValueText is "AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "TryAddKeyedSingleton" or "Singleton" or "KeyedSingleton"
                ? name
                : null;
    }
}
