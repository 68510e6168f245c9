using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Declarations;

/// <summary>
/// Reads a file's declarations: its text without bodies and without the comments between members. It looks at no token that it does not
/// need, since it sees every file of the project.
/// </summary>
internal sealed class DeclarationReader(SyntaxTree tree, string[] globalAliases, CancellationToken cancellationToken)
{
    private readonly SourceText _text = tree.GetText(cancellationToken);
    private readonly List<string> _aliases = [.. globalAliases];
    private readonly List<string> _ownGlobalAliases = [];
    private readonly List<TextSpan> _methods = [];
    private readonly List<TextSpan> _bodies = [];
    private ContentHasher _shape;
    private ContentHasher _signatures;
    private bool _refersToOthers;

    public FileDeclarations Read(string aliases)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);

        // File-local types are named after the path, and the options decide what the text means.
        _shape.Add(tree.FilePath);
        _shape.Add(ParseOptionsHash.Get(tree.Options));
        AddAll(root.Externs);
        AddUsings(root.Usings);
        AddAll(root.AttributeLists);
        AddMembers(root.Members);
        AddDirectives(root.EndOfFileToken);
        return new(aliases, _shape.Result, _signatures.Result, _refersToOthers, _methods.ToArray(), _ownGlobalAliases.ToArray());
    }

    private void AddMembers(SyntaxList<MemberDeclarationSyntax> members)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (MemberDeclarationSyntax member in members)
        {
            _shape.Add((ulong)member.RawKind);
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax @namespace:
                    AddNamespace(@namespace);
                    break;
                case TypeDeclarationSyntax type:
                    AddType(type);
                    break;
                case MethodDeclarationSyntax method when AttributeNames.AreOn(method, _aliases):
                    AddAnnotated(method);
                    break;
                default:
                    AddWithoutBodies(member, ref _shape);
                    break;
            }
        }

        _shape.Add((ulong)members.Count);
    }

    private void AddNamespace(BaseNamespaceDeclarationSyntax @namespace)
    {
        AddSpan(@namespace.NamespaceKeyword);
        AddSpan(@namespace.Name);
        AddAll(@namespace.Externs);
        AddUsings(@namespace.Usings);
        if (@namespace is NamespaceDeclarationSyntax block)
            AddDirectives(block.OpenBraceToken);
        AddMembers(@namespace.Members);
        if (@namespace is NamespaceDeclarationSyntax { CloseBraceToken: var end })
            AddDirectives(end);
    }

    private void AddType(TypeDeclarationSyntax type)
    {
        SyntaxToken open = type.OpenBraceToken;
        SyntaxToken close = type.CloseBraceToken;
        bool hasBlock = open.RawKind != 0;
        int start = type.ContainsDirectives ? type.FullSpan.Start : type.SpanStart;
        _shape.Add(_text, TextSpan.FromBounds(start, hasBlock ? open.Span.End : type.Span.End));
        if (!hasBlock)
            return;
        _shape.Add(open.IsMissing || close.IsMissing ? 1ul : 0);
        AddMembers(type.Members);
        AddDirectives(close);
    }

    /// <summary>
    /// A method's name, and that it is there, may matter to others. The rest does not: no type depends on it, and the parser lets no
    /// annotated method be another one's key function. A partial method shares its attributes with its other part, and is left out of this.
    /// </summary>
    private void AddAnnotated(MethodDeclarationSyntax method)
    {
        _methods.Add(method.Span);
        AddSpan(method.Identifier);
        bool isShared = method.Modifiers.Any(SyntaxKind.PartialKeyword) || method.ExplicitInterfaceSpecifier is not null || method.ContainsDirectives;
        AddWithoutBodies(method, ref isShared ? ref _shape : ref _signatures);
        if (!method.HasStructuredTrivia)
            return;
        foreach (SyntaxTrivia trivia in method.GetLeadingTrivia())
        {
            if (trivia.GetStructure() is not DocumentationCommentTriviaSyntax comment)
                continue;
            _signatures.Add(_text, comment.FullSpan);
            _refersToOthers |= comment.ToString().Contains("cref");
        }
    }

    private void AddWithoutBodies(MemberDeclarationSyntax member, ref ContentHasher hasher)
    {
        _bodies.Clear();
        Bodies.Find(member, _bodies);
        TextSpan whole = member.ContainsDirectives ? member.FullSpan : member.Span;
        int start = whole.Start;
        foreach (TextSpan body in _bodies)
        {
            hasher.Add(_text, TextSpan.FromBounds(start, body.Start));
            start = body.End;
        }

        hasher.Add(_text, TextSpan.FromBounds(start, whole.End));
    }

    private void AddUsings(SyntaxList<UsingDirectiveSyntax> usings)
    {
        AddAll(usings);
        foreach (UsingDirectiveSyntax directive in usings)
        {
            if (AttributeNames.Alias(directive) is { } alias)
                (directive.GlobalKeyword.RawKind == 0 ? _aliases : _ownGlobalAliases).Add(alias);
        }
    }

    private void AddAll<T>(SyntaxList<T> nodes)
        where T : SyntaxNode
    {
        foreach (T node in nodes)
            AddSpan(node);
        _shape.Add((ulong)nodes.Count);
    }

    private void AddSpan(SyntaxNodeOrToken part)
        => _shape.Add(_text, part.ContainsDirectives ? part.FullSpan : part.Span);

    private void AddDirectives(SyntaxToken token)
    {
        if (token.ContainsDirectives)
            _shape.Add(_text, token.FullSpan);
    }
}
