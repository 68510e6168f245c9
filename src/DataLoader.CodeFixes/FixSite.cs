using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>One way to cure a diagnostic: the changed document, the text that offers it, and the key that fix-all finds it by.</summary>
internal sealed record Cure(string Title, string Key, SyntaxNode Root);

/// <summary>Where a fix is asked for.</summary>
internal sealed class FixSite(SyntaxNode root, SemanticModel model, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
{
    public SyntaxNode Root { get; } = root;

    public SemanticModel Model { get; } = model;

    /// <summary>What the diagnostic underlines.</summary>
    public SyntaxNode Node { get; } = node;

    public Diagnostic Diagnostic { get; } = diagnostic;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The batch method around the diagnostic.</summary>
    public MethodDeclarationSyntax? Method => Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();

    public IMethodSymbol? MethodSymbol => Method is { } method ? Model.GetDeclaredSymbol(method, CancellationToken) : null;

    /// <summary>The <c>[BatchLoader]</c> of the batch method, if it is in this document.</summary>
    public AttributeSyntax? Attribute
        => MethodSymbol is { } symbol && KnownTypes.FindAttribute(symbol)?.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == Root.SyntaxTree
            ? reference.GetSyntax(CancellationToken) as AttributeSyntax
            : null;

    public static async Task<FixSite?> AtAsync(Document document, Diagnostic diagnostic, SyntaxNode? tracked, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
            return null;
        SyntaxNode? node = tracked is null ? NodeAt(root, diagnostic) : root.GetCurrentNode(tracked);
        return node is null ? null : new(root, model, node, diagnostic, cancellationToken);
    }

    public static SyntaxNode NodeAt(SyntaxNode root, Diagnostic diagnostic)
        => root.FullSpan.Contains(diagnostic.Location.SourceSpan) ? root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) : root;

    /// <summary>Asks the parser about the batch method.</summary>
    public BatchSignature? ReadSignature()
        => MethodSymbol is { } symbol ? BatchMethodParser.Parse(symbol, Model.Compilation, CancellationToken) : null;

    public Cure Replace(string title, string key, SyntaxNode old, SyntaxNode @new) => new(title, key, Root.ReplaceNode(old, @new));

    /// <summary>A type's name as it can be written here.</summary>
    public string Name(ITypeSymbol type) => type.ToMinimalDisplayString(Model, Node.SpanStart);

    /// <summary>A framework type's name as it can be written here.</summary>
    public string Name(string @namespace, string name)
        => Model.LookupNamespacesAndTypes(Node.SpanStart, name: name).Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == @namespace)
            ? name
            : "global::" + @namespace + "." + name;
}
