using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DataLoader.CodeFixes;

/// <summary>
/// BL0001: makes a batch method static, gives it the services that it took from its instance, and lets those who call it through an instance call it through its type. Offered only where all of them can.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StaticMethodFix)), Shared]
public sealed class StaticMethodFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.NotStatic];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await FixSite.AtAsync(context.Document, diagnostic, null, context.CancellationToken).ConfigureAwait(false) is not { Node: MethodDeclarationSyntax method } site
                || site.MethodSymbol is not { } symbol || !CanBeStatic(symbol) || InstanceUse.Of(site, method, symbol) is not { } use
                || await ChangeAsync(context.Document, method, symbol, use, context.CancellationToken).ConfigureAwait(false) is not { } changed)
            {
                continue;
            }

            string taken = string.Join(", ", use.Names.Select(name => $"'{name}'"));
            string title = taken.Length == 0 ? $"Make '{symbol.Name}' static" : $"Make '{symbol.Name}' static, and give it {taken}";
            context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), "MakeStatic"), diagnostic);
        }
    }

    private static bool CanBeStatic(IMethodSymbol symbol)
        => !symbol.IsStatic && symbol.ContainingType.TypeKind != TypeKind.Interface && !symbol.IsOverride && symbol.ExplicitInterfaceImplementations.IsEmpty
            && !symbol.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(symbol.Name))
                .Any(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));

    /// <summary>The solution with the method static and its callers changed; null where one of them cannot be.</summary>
    private static async Task<Solution?> ChangeAsync(Document document, MethodDeclarationSyntax method, IMethodSymbol symbol, InstanceUse use, CancellationToken cancellationToken)
    {
        Solution solution = document.Project.Solution;
        if (symbol.IsVirtual && (await SymbolFinder.FindOverridesAsync(symbol, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).Any())
            return null;
        var changes = new Dictionary<DocumentId, Dictionary<SyntaxNode, SyntaxNode>> { [document.Id] = new(use.Renamed) { [method] = method } };
        foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(symbol, solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (ReferenceLocation location in referenced.Locations)
            {
                // What a caller should give for a service is not known here.
                if (use.Names.Any() || await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
                    || await location.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
                {
                    return null;
                }

                switch (root.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true))
                {
                    case SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name:
                        if (!IsPath(access.Expression, model))
                            return null;
                        if (!changes.TryGetValue(location.Document.Id, out Dictionary<SyntaxNode, SyntaxNode>? own))
                            changes.Add(location.Document.Id, own = []);
                        string type = symbol.ContainingType.ToMinimalDisplayString(model, access.SpanStart);
                        own[access.Expression] = SyntaxFactory.ParseExpression(type).WithTriviaFrom(access.Expression);
                        break;
                    case SimpleNameSyntax { Parent: MemberBindingExpressionSyntax }:
                        return null;
                }
            }
        }

        foreach (KeyValuePair<DocumentId, Dictionary<SyntaxNode, SyntaxNode>> change in changes)
        {
            // The calls were found in these documents, all of which are C#: they are there, and have a root.
            SyntaxNode? root = await solution.GetDocument(change.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            solution = solution.WithDocumentSyntaxRoot(change.Key, root!.ReplaceNodes(change.Value.Keys, (old, rewritten) => Replace(old, rewritten, change.Value[old], use)));
        }

        return solution;
    }

    /// <summary>A method keeps what was changed inside of it.</summary>
    private static SyntaxNode Replace(SyntaxNode old, SyntaxNode rewritten, SyntaxNode @new, InstanceUse use)
        => old is MethodDeclarationSyntax ? use.AddTo(Static((MethodDeclarationSyntax)rewritten)) : @new;

    private static MethodDeclarationSyntax Static(MethodDeclarationSyntax method)
    {
        MethodDeclarationSyntax changed = method.WithModifiers(SyntaxFactory.TokenList(method.Modifiers.Where(modifier => modifier.Kind()
            is not (SyntaxKind.VirtualKeyword or SyntaxKind.NewKeyword or SyntaxKind.ReadOnlyKeyword))));
        int access = -1;
        for (int i = 0; i < changed.Modifiers.Count; i++)
        {
            if (SyntaxFacts.IsAccessibilityModifier(changed.Modifiers[i].Kind()))
                access = i;
        }

        return access < 0
            ? changed.WithModifier(SyntaxKind.StaticKeyword)
            : changed.WithModifiers(changed.Modifiers.Insert(access + 1, SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space)));
    }

    /// <summary>Whether an instance is named, not computed: then nothing is lost when it is not asked for any more.</summary>
    private static bool IsPath(ExpressionSyntax instance, SemanticModel model) => instance switch
    {
        ThisExpressionSyntax => true,
        IdentifierNameSyntax name => model.GetSymbolInfo(name).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol or ITypeSymbol,
        MemberAccessExpressionSyntax access => IsPath(access.Expression, model) && model.GetSymbolInfo(access).Symbol is IFieldSymbol or IPropertySymbol or ITypeSymbol,
        _ => false,
    };
}
