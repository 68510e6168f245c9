using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Parsing;

/// <summary>What a user's own declaration means for the loader of that name.</summary>
internal enum ExistingTypeRelation
{
    None,

    /// <summary>It is another part of the loader, and says that the loader is internal.</summary>
    ExtendsInternally,

    Blocks,
}

/// <summary>
/// Looks at what the user has already declared under a loader's name. A partial class of the same kind is an extension of the loader;
/// everything else blocks it.
/// </summary>
internal static class ExistingType
{
    public static ExistingTypeRelation RelationOf(BatchSignature signature)
    {
        if (signature.Method.ContainingNamespace is not { } @namespace)
            return ExistingTypeRelation.None;
        var relation = ExistingTypeRelation.None;
        foreach (ISymbol member in ((INamespaceOrTypeSymbol)@namespace).GetMembers(signature.LoaderName))
        {
            if (member is not INamedTypeSymbol type)
                return ExistingTypeRelation.Blocks;
            if (type.Arity > 0)
                continue;
            foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
            {
                SyntaxNode syntax = reference.GetSyntax();
                signature.HasGeneratedPart |= GeneratedTypes.IsOwn(syntax);
                ExistingTypeRelation part = RelationOf(syntax, signature.IsPublic);
                if (part > relation)
                    relation = part;
            }
        }

        return relation;
    }

    /// <summary>
    /// Only <c>partial class X { … }</c>, without modifiers or bases that could contradict the generated part, and without members that
    /// the generated part declares too.
    /// </summary>
    private static ExistingTypeRelation RelationOf(SyntaxNode syntax, bool isPublic)
    {
        if (GeneratedTypes.IsOwn(syntax))
            return ExistingTypeRelation.None;
        if (syntax is not ClassDeclarationSyntax { ParameterList: null, AttributeLists.Count: 0, BaseList: null } declaration
            || declaration.OpenBraceToken.IsMissing || declaration.CloseBraceToken.IsMissing)
            return ExistingTypeRelation.Blocks;

        bool isPartial = false;
        var relation = ExistingTypeRelation.None;
        foreach (SyntaxToken modifier in declaration.Modifiers)
        {
            switch (modifier.Kind())
            {
                case SyntaxKind.PartialKeyword:
                    isPartial = true;
                    break;
                case SyntaxKind.SealedKeyword:
                case SyntaxKind.PublicKeyword when isPublic:
                    break;
                case SyntaxKind.InternalKeyword:
                    relation = ExistingTypeRelation.ExtendsInternally;
                    break;
                default:
                    return ExistingTypeRelation.Blocks;
            }
        }

        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            if (Clashes(member))
                return ExistingTypeRelation.Blocks;
        }

        return isPartial ? relation : ExistingTypeRelation.Blocks;
    }

    private static bool Clashes(MemberDeclarationSyntax member) => member switch
    {
        ConstructorDeclarationSyntax => true,
        MethodDeclarationSyntax method => LoaderName.IsReserved(method.Identifier.ValueText),
        PropertyDeclarationSyntax property => LoaderName.IsReserved(property.Identifier.ValueText),
        EventDeclarationSyntax @event => LoaderName.IsReserved(@event.Identifier.ValueText),
        BaseTypeDeclarationSyntax type => LoaderName.IsReserved(type.Identifier.ValueText),
        DelegateDeclarationSyntax type => LoaderName.IsReserved(type.Identifier.ValueText),
        BaseFieldDeclarationSyntax fields => HasReserved(fields.Declaration.Variables),
        _ => true,
    };

    private static bool HasReserved(SeparatedSyntaxList<VariableDeclaratorSyntax> variables)
    {
        foreach (VariableDeclaratorSyntax variable in variables)
        {
            if (LoaderName.IsReserved(variable.Identifier.ValueText))
                return true;
        }

        return false;
    }
}
