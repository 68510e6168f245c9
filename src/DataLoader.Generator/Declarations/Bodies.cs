using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Declarations;

/// <summary>
/// The parts of a member that no declaration depends on: the code in it, and what fields and properties start with. A constant's value is
/// none of them, since an attribute may use it.
/// </summary>
internal static class Bodies
{
    /// <summary>Adds the bodies of a member, in the order in which they stand there.</summary>
    public static void Find(MemberDeclarationSyntax member, List<TextSpan> found)
    {
        switch (member)
        {
            case BaseMethodDeclarationSyntax method:
                Add(method.Body, found);
                Add(method.ExpressionBody, found);
                break;
            case PropertyDeclarationSyntax property:
                AddAccessors(property, found);
                Add(property.ExpressionBody, found);
                Add(property.Initializer, found);
                break;
            case IndexerDeclarationSyntax indexer:
                AddAccessors(indexer, found);
                Add(indexer.ExpressionBody, found);
                break;
            case EventDeclarationSyntax @event:
                AddAccessors(@event, found);
                break;
            case BaseFieldDeclarationSyntax fields when !fields.Modifiers.Any(SyntaxKind.ConstKeyword):
                foreach (VariableDeclaratorSyntax variable in fields.Declaration.Variables)
                    Add(variable.Initializer, found);
                break;
            case GlobalStatementSyntax statement:
                Add(statement.Statement, found);
                break;
        }
    }

    private static void AddAccessors(BasePropertyDeclarationSyntax property, List<TextSpan> found)
    {
        if (property.AccessorList is not { } list)
            return;
        foreach (AccessorDeclarationSyntax accessor in list.Accessors)
        {
            Add(accessor.Body, found);
            Add(accessor.ExpressionBody, found);
        }
    }

    /// <summary>A directive in a body reaches beyond it: <c>#nullable disable</c> holds for all that follows.</summary>
    private static void Add(SyntaxNode? body, List<TextSpan> found)
    {
        if (body is { ContainsDirectives: false })
            found.Add(body.Span);
    }
}
