using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Declarations;

/// <summary>Tells by its name alone whether an attribute can be <c>[BatchLoader]</c>. What it really is, its symbol says later.</summary>
internal static class AttributeNames
{
    public const string BatchLoader = nameof(BatchLoader);
    private const string Suffix = nameof(Attribute);
    private const string FullName = BatchLoader + Suffix;

    /// <summary>Whether a symbol's attribute is one that <see cref="AreOn"/> finds, of whatever namespace.</summary>
    public static bool IsOn(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is FullName or BatchLoader)
                return true;
        }

        return false;
    }

    public static bool AreOn(MethodDeclarationSyntax method, IReadOnlyCollection<string> aliases)
    {
        foreach (AttributeListSyntax list in method.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (Last(attribute.Name) is { } name && (name is BatchLoader or FullName || IsIn(aliases, name)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The other name that a using directive gives the attribute, as it stands in the directive.</summary>
    public static string? Alias(UsingDirectiveSyntax directive)
        => directive.Alias is { } alias && Last(directive.Name) is FullName or BatchLoader
            ? alias.Name.Identifier.ValueText : null;

    private static bool IsIn(IReadOnlyCollection<string> aliases, string name)
    {
        foreach (string alias in aliases)
        {
            // An alias may leave out the suffix where it is used, as a type may.
            if (alias.StartsWith(name, StringComparison.Ordinal) && (alias.Length == name.Length || string.CompareOrdinal(alias, name.Length, Suffix, 0, int.MaxValue) == 0))
                return true;
        }

        return false;
    }

    private static string? Last(NameSyntax? name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };
}
