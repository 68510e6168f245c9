using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DataLoader.CodeFixes;

/// <summary>Small changes that keep comments and white space.</summary>
internal static class SyntaxEdits
{
    /// <summary>Sets a property of an attribute.</summary>
    public static AttributeSyntax Set(this AttributeSyntax attribute, string property, string value)
    {
        AttributeArgumentSyntax argument = AttributeArgument(ParseExpression(value))
            .WithNameEquals(NameEquals(IdentifierName(property).WithTrailingTrivia(Space)).WithEqualsToken(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space)));
        AttributeArgumentListSyntax list = attribute.ArgumentList ?? AttributeArgumentList();
        AttributeArgumentSyntax? old = attribute.Argument(property);
        return attribute.WithArgumentList(old is null ? list.Add(argument) : list.ReplaceNode(old, argument.WithTriviaFrom(old)));
    }

    /// <summary>Sets the name of the loader, the argument of the attribute's constructor.</summary>
    public static AttributeSyntax SetName(this AttributeSyntax attribute, string name)
    {
        AttributeArgumentSyntax argument = AttributeArgument(LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(name)));
        AttributeArgumentListSyntax list = attribute.ArgumentList ?? AttributeArgumentList();
        AttributeArgumentSyntax? old = list.Arguments.FirstOrDefault(other => other.NameEquals is null);
        if (old is not null)
            return attribute.WithArgumentList(list.ReplaceNode(old, argument.WithTriviaFrom(old)));
        return attribute.WithArgumentList(AttributeArgumentList(SeparatedList(
            new[] { argument }.Concat(list.Arguments), Commas(list.Arguments.Count))));
    }

    /// <summary>Removes a property of an attribute, and leaves its comments.</summary>
    public static AttributeSyntax Unset(this AttributeSyntax attribute, string property)
    {
        if (attribute.Argument(property) is not { } argument || attribute.ArgumentList is not { } list)
            return attribute;
        int index = list.Arguments.IndexOf(argument);
        SeparatedSyntaxList<AttributeArgumentSyntax> rest = list.Arguments.RemoveAt(index);
        SyntaxToken[] commas = [.. list.Arguments.GetSeparators()];
        SyntaxTriviaList ofComma = commas.Length == 0 ? default : commas[Math.Min(index, commas.Length - 1)].TrailingTrivia;
        SyntaxTrivia[] comments = [.. (index == rest.Count ? ofComma.Concat(argument.DescendantTrivia()) : argument.DescendantTrivia().Concat(ofComma)).Where(IsComment)];
        if (rest.Count == 0)
            return attribute.WithArgumentList(null).WithName(attribute.Name.WithTrailingTrivia(comments.SelectMany(comment => new[] { Space, comment })));
        if (index == rest.Count)
        {
            AttributeArgumentSyntax last = rest[index - 1];
            rest = rest.Replace(last, last.WithTrailingTrivia(comments.SelectMany(comment => new[] { Space, comment })));
        }
        else
        {
            AttributeArgumentSyntax next = rest[index];
            rest = rest.Replace(next, next.WithLeadingTrivia(comments.SelectMany(comment => new[] { comment, Space })));
        }

        return attribute.WithArgumentList(list.WithArguments(rest));
    }

    public static AttributeArgumentSyntax? Argument(this AttributeSyntax attribute, string property)
        => attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);

    /// <summary>Replaces the access modifiers of a declaration, or adds one.</summary>
    public static MemberDeclarationSyntax WithAccess(this MemberDeclarationSyntax member, SyntaxKind access)
    {
        SyntaxTokenList modifiers = member.Modifiers;
        SyntaxToken[] kept = [.. modifiers.Where(modifier => modifier.Kind() is not (SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword
            or SyntaxKind.InternalKeyword or SyntaxKind.PublicKeyword or SyntaxKind.FileKeyword))];
        SyntaxTriviaList leading = member.Modifiers.Count > 0 || member.AttributeLists.Count > 0 ? FirstAfterAttributes(member).LeadingTrivia : member.GetLeadingTrivia();
        SyntaxToken added = Token(leading, access, TriviaList(Space));
        MemberDeclarationSyntax bare = modifiers.Count == 0 ? member.ReplaceToken(FirstAfterAttributes(member), FirstAfterAttributes(member).WithLeadingTrivia()) : member;
        return bare.WithModifiers(TokenList(new[] { added }.Concat(kept.Select(token => token.WithLeadingTrivia()))));
    }

    /// <summary>Adds a modifier behind the others.</summary>
    public static MethodDeclarationSyntax WithModifier(this MethodDeclarationSyntax method, SyntaxKind kind)
    {
        if (method.Modifiers.Any(kind))
            return method;
        SyntaxToken token = Token(kind).WithTrailingTrivia(Space);
        if (method.Modifiers.Count > 0)
        {
            int partial = method.Modifiers.IndexOf(SyntaxKind.PartialKeyword);
            return method.WithModifiers(partial >= 0 ? method.Modifiers.Insert(partial, token) : method.Modifiers.Add(token));
        }

        return method.WithReturnType(method.ReturnType.WithLeadingTrivia()).AddModifiers(token.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia()));
    }

    /// <summary>Parses a type and puts it where another one was.</summary>
    public static TypeSyntax TypeLike(string text, SyntaxNode old) => ParseTypeName(text).WithTriviaFrom(old);

    /// <summary>An expression as the operand of what is around it.</summary>
    public static ExpressionSyntax Operand(this ExpressionSyntax expression, SyntaxNode? around)
        => around is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax or ConditionalAccessExpressionSyntax
            or PostfixUnaryExpressionSyntax
            ? ParenthesizedExpression(expression.WithoutTrivia()).WithTriviaFrom(expression)
            : expression;

    /// <summary>A name that nothing at a position has yet.</summary>
    public static string FreeName(SemanticModel model, SyntaxNode at, string wanted, ISet<string> taken)
    {
        SyntaxNode scope = at.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() ?? at;
        var used = new HashSet<string>(scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        string name = wanted;
        for (int i = 2; used.Contains(name) || taken.Contains(name) || model.LookupSymbols(at.SpanStart, name: name).Any(symbol => symbol is not ITypeSymbol); i++)
            name = wanted + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        taken.Add(name);
        return name;
    }

    /// <summary>Whether a comment, or anything but white space, stands before or behind a node.</summary>
    public static bool HasComment(SyntaxNode node)
        => node.GetLeadingTrivia().Concat(node.GetTrailingTrivia()).Any(trivia => trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia));

    /// <summary>The comments inside of a node, without those before and behind it.</summary>
    public static IEnumerable<SyntaxTrivia> CommentsWithin(SyntaxNode node)
        => node.DescendantTrivia().Where(trivia => IsComment(trivia) && node.Span.Contains(trivia.Span));

    /// <summary>Comments in one line; what ends with its line is followed by a line's end.</summary>
    public static SyntaxTriviaList Line(IEnumerable<SyntaxTrivia> comments, SyntaxTrivia lineEnd)
        => TriviaList(comments.SelectMany(comment => comment.IsKind(SyntaxKind.SingleLineCommentTrivia) ? new[] { Space, comment, lineEnd } : [Space, comment]));

    /// <summary>Comments, each in a line of its own, up to the indentation of the line that follows.</summary>
    public static IEnumerable<SyntaxTrivia> Lines(IEnumerable<SyntaxTrivia> comments, SyntaxTrivia lineEnd, SyntaxTriviaList indent)
        => comments.SelectMany(comment => new[] { comment, lineEnd }.Concat(indent));

    /// <summary>How the lines of a file end.</summary>
    public static SyntaxTrivia LineEndOf(SyntaxNode root)
        => root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : LineFeed;

    /// <summary>The white space before a statement.</summary>
    public static SyntaxTriviaList IndentOf(StatementSyntax statement)
        => TriviaList(statement.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    private static AttributeArgumentListSyntax Add(this AttributeArgumentListSyntax list, AttributeArgumentSyntax argument)
        => list.Arguments.Count == 0
            ? list.AddArguments(argument)
            : list.WithArguments(SeparatedList(
                list.Arguments.Concat(new[] { argument }), list.Arguments.GetSeparators().Concat(Commas(1))));

    private static IEnumerable<SyntaxToken> Commas(int count) => Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), count);

    private static SyntaxToken FirstAfterAttributes(MemberDeclarationSyntax member)
        => member.AttributeLists.Count > 0 ? member.AttributeLists.Last().GetLastToken().GetNextToken() : member.GetFirstToken();
}
