using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// Looks at what the user has already declared under a loader's name. A partial class that agrees with the loader is a part of it;
/// everything else stands in its way.
/// </summary>
internal static class ExistingType
{
    private const string NoPart = "is already declared, and not as a partial class that the loader could be the other part of";

    /// <summary>Why a loader cannot be declared; null if it can. The signature learns of its other part.</summary>
    public static string? WhyNot(BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        if (signature.Method.ContainingNamespace is not { } @namespace)
            return null;
        bool isPublic = signature.IsPublic;
        foreach (ISymbol member in ((INamespaceOrTypeSymbol)@namespace).GetMembers(signature.LoaderName))
        {
            if (member is not INamedTypeSymbol type)
                return $"'{signature.LoaderName}' {NoPart}";
            if (type.Arity > 0)
                continue;
            foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
            {
                SyntaxNode syntax = reference.GetSyntax();
                if (GeneratedTypes.IsOwn(syntax))
                {
                    signature.HasGeneratedPart = true;
                    continue;
                }

                if (WhyNoPart(syntax, isPublic, out bool isInternal) is { } reason)
                    return $"'{signature.LoaderName}' {reason}";
                signature.OwnPart = type;
                if (isInternal)
                    signature.IsPublic = false;
            }

            if (signature.OwnPart is not null && LoaderBase.InsteadOf(type.BaseType, signature, key, value) is { } right)
                return $"the base of '{signature.LoaderName}' is not that of its loader, '{right}'";
        }

        return null;
    }

    /// <summary>Modifiers must not contradict the generated part, nor members repeat its own. The base is looked at apart.</summary>
    private static string? WhyNoPart(SyntaxNode syntax, bool isPublic, out bool isInternal)
    {
        isInternal = false;
        if (syntax is not ClassDeclarationSyntax { ParameterList: null } declaration
            || declaration.OpenBraceToken.IsMissing || declaration.CloseBraceToken.IsMissing || !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            return NoPart;
        foreach (SyntaxToken modifier in declaration.Modifiers)
        {
            switch (modifier.Kind())
            {
                case SyntaxKind.PartialKeyword or SyntaxKind.SealedKeyword or SyntaxKind.UnsafeKeyword:
                    break;
                case SyntaxKind.PublicKeyword when isPublic:
                    break;
                case SyntaxKind.PublicKeyword:
                    return "is declared public, but its batch method or a type that it mentions is internal";
                case SyntaxKind.InternalKeyword:
                    isInternal = true;
                    break;
                default:
                    return $"is declared '{modifier.ValueText}', which a loader is not";
            }
        }

        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            if (Clash(member) is { } name)
                return $"has a member '{name}', which its loader declares or inherits";
        }

        return null;
    }

    /// <summary>The name under which a member meets one of the loader's; null if it does not.</summary>
    private static string? Clash(MemberDeclarationSyntax member) => member switch
    {
        ConstructorDeclarationSyntax constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword) ? null : constructor.Identifier.ValueText + "()",
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null } or PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: not null }
            or EventDeclarationSyntax { ExplicitInterfaceSpecifier: not null } => null,
        MethodDeclarationSyntax method => Reserved(method.Identifier),
        PropertyDeclarationSyntax property => Reserved(property.Identifier),
        EventDeclarationSyntax @event => Reserved(@event.Identifier),
        BaseTypeDeclarationSyntax type => Reserved(type.Identifier),
        DelegateDeclarationSyntax type => Reserved(type.Identifier),
        BaseFieldDeclarationSyntax fields => Reserved(fields.Declaration.Variables),
        IndexerDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax or DestructorDeclarationSyntax => null,
        _ => member.ToString(),
    };

    private static string? Reserved(SyntaxToken name) => LoaderName.IsReserved(name.ValueText) ? name.ValueText : null;

    private static string? Reserved(SeparatedSyntaxList<VariableDeclaratorSyntax> variables)
    {
        foreach (VariableDeclaratorSyntax variable in variables)
        {
            if (Reserved(variable.Identifier) is { } name)
                return name;
        }

        return null;
    }
}
