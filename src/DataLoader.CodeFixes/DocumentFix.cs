using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace DataLoader.CodeFixes;

/// <summary>
/// A code fix that changes the document of its diagnostic. What it offers is computed before it is offered: nothing that would change nothing is
/// ever shown. Fix-all applies one diagnostic after the other, so that fixes of one statement do not undo each other.
/// </summary>
public abstract class DocumentFix : CodeFixProvider
{
    private protected DocumentFix(params string[] ids) => FixableDiagnosticIds = ImmutableArray.Create(ids);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await FixSite.AtAsync(context.Document, diagnostic, null, context.CancellationToken).ConfigureAwait(false) is not { } site)
                continue;
            foreach (Cure cure in Cures(site))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(cure.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(cure.Root)), Prefix(diagnostic) + cure.Key), diagnostic);
            }
        }
    }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null)
            return document;
        var places = new List<(Diagnostic Diagnostic, SyntaxNode Node)>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
            places.Add((diagnostic, FixSite.NodeAt(root, diagnostic)));
        document = document.WithSyntaxRoot(root.TrackNodes(places.Select(place => place.Node).Distinct()));
        foreach ((Diagnostic diagnostic, SyntaxNode node) in places)
        {
            if (await FixSite.AtAsync(document, diagnostic, node, context.CancellationToken).ConfigureAwait(false) is not { } site)
                continue;

            // "dotnet format" chooses nothing, or what the first diagnostic of any rule is offered: each rule gets the first cure.
            bool isChosen = context.CodeActionEquivalenceKey?.StartsWith(Prefix(diagnostic), StringComparison.Ordinal) == true;
            if (Cures(site).FirstOrDefault(cure => !isChosen || Prefix(diagnostic) + cure.Key == context.CodeActionEquivalenceKey) is { } cure)
                document = document.WithSyntaxRoot(cure.Root);
        }

        return document;
    });

    /// <summary>What the keys of a rule's cures begin with.</summary>
    private static string Prefix(Diagnostic diagnostic) => diagnostic.Id + ".";

    /// <summary>The documents that would do, the best one first.</summary>
    private protected abstract IEnumerable<Cure> Cures(FixSite site);
}
