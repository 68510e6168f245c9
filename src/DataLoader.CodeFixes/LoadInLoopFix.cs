namespace DataLoader.CodeFixes;

/// <summary>
/// BL1001: loads the keys of all rounds before a <c>foreach</c> and runs over elements and values together. Only where each round loads exactly one key
/// that the element alone decides; everything else needs a thought.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoadInLoopFix)), Shared]
public sealed class LoadInLoopFix() : DocumentFix(RuleIds.LoadInLoop)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || LoopRewrite.Of(call, site) is not { } rewrite)
            yield break;
        yield return new(rewrite.Title, "LoadBeforeLoop", rewrite.Apply(site.Root));
    }
}
