using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// Looks at what the user has already declared under a loader's name. A partial class of the same kind is an extension of the loader;
/// everything else blocks it.
/// </summary>
internal static class ExistingType
{
    public const string Tool = "DataLoader.Generator";

    public static bool Blocks(BatchSignature signature)
    {
        INamespaceSymbol? @namespace = signature.Method.ContainingNamespace;
        if (@namespace is null)
            return false;
        foreach (INamespaceOrTypeSymbol member in @namespace.GetMembers(signature.LoaderName))
        {
            if (member is not INamedTypeSymbol type || (type.Arity == 0 && !IsExtension(type)))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Only <c>partial class X { … }</c>, without modifiers or bases that could contradict the generated part, and without members that
    /// the generated part declares too.
    /// </summary>
    private static bool IsExtension(INamedTypeSymbol type)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            SyntaxNode syntax = reference.GetSyntax();
            if (IsGenerated(syntax))
                continue;
            if (syntax is not ClassDeclarationSyntax { ParameterList: null, AttributeLists.Count: 0 } declaration || !IsPlain(declaration))
                return false;
            foreach (MemberDeclarationSyntax member in declaration.Members)
            {
                if (Clashes(member))
                    return false;
            }
        }

        return true;
    }

    private static bool IsPlain(ClassDeclarationSyntax declaration)
    {
        bool isPartial = false;
        foreach (SyntaxToken modifier in declaration.Modifiers)
        {
            if (modifier.IsKind(SyntaxKind.PartialKeyword))
                isPartial = true;
            else if (!modifier.IsKind(SyntaxKind.SealedKeyword))
                return false;
        }

        return isPartial && declaration.BaseList is null && !declaration.ContainsDiagnostics;
    }

    private static bool Clashes(MemberDeclarationSyntax member) => member switch
    {
        ConstructorDeclarationSyntax => true,
        MethodDeclarationSyntax method => Reserved.Contains(method.Identifier.ValueText),
        PropertyDeclarationSyntax property => IsReserved(property.Identifier.ValueText),
        EventDeclarationSyntax @event => IsReserved(@event.Identifier.ValueText),
        BaseTypeDeclarationSyntax type => IsReserved(type.Identifier.ValueText),
        DelegateDeclarationSyntax type => IsReserved(type.Identifier.ValueText),
        BaseFieldDeclarationSyntax fields => HasReserved(fields.Declaration.Variables),
        _ => true,
    };

    private static bool HasReserved(SeparatedSyntaxList<VariableDeclaratorSyntax> variables)
    {
        foreach (VariableDeclaratorSyntax variable in variables)
        {
            if (IsReserved(variable.Identifier.ValueText))
                return true;
        }

        return false;
    }

    private static bool IsReserved(string name) => name.Length == 0 || name[0] == '_' || Reserved.Contains(name);

    private static readonly HashSet<string> Reserved =
        ["Clear", "ClearAll", "Prime", "PrimeError", "LoadBatchAsync", "GetCacheKey", "Definition", "KeyOf", "LoadAsync", "LoadManyAsync", "LoadManySettledAsync", "Name"];

    /// <summary>The analyzer sees the generator's own output too.</summary>
    private static bool IsGenerated(SyntaxNode declaration)
    {
        foreach (AttributeListSyntax list in declaration is BaseTypeDeclarationSyntax type ? type.AttributeLists : default)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (attribute.ArgumentList is { Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: Tool } }, ..] })
                    return true;
            }
        }

        return false;
    }
}
