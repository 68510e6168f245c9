using System.Linq;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Whether two equal-looking keys are equal to a dictionary.</summary>
internal static class ValueEquality
{
    /// <summary>What in a key is compared by reference: the key itself, an element of a tuple, or a member that a record or struct compares. Null if nothing is.</summary>
    public static string? FindReference(ITypeSymbol type)
    {
        if (!Has(type))
            return Name(type);
        if (type is not INamedTypeSymbol named)
            return null;
        if (named.IsTupleType)
            return named.TupleElements.Any(static element => !Has(element.Type)) ? Name(type) : null;
        if (!type.IsRecord && (type.TypeKind != TypeKind.Struct || type.DeclaringSyntaxReferences.IsEmpty))
            return null;

        // Equality that somebody wrote says what it compares; the compiler's own looks at each field, of the bases too.
        for (INamedTypeSymbol? current = named; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.GetMembers(nameof(Equals)).Any(static member => member is IMethodSymbol { IsStatic: false, IsImplicitlyDeclared: false, Parameters.Length: 1 }))
                return null;
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && !Has(field.Type))
                    return $"{Name(type)}.{(field.AssociatedSymbol ?? field).Name}";
            }
        }

        return null;
    }

    private static bool Has(ITypeSymbol type)
    {
        switch (type.TypeKind)
        {
            case TypeKind.Array:
                return false;
            case TypeKind.Class when type.SpecialType == SpecialType.System_Object:
                return true;
            case TypeKind.Class when !type.IsRecord && !OverridesEquals(type):
                return false;
            case TypeKind.Struct when IsInlineArray(type) && !OverridesEquals(type):
                return false;
        }

        if (KnownTypes.IsImmutableArray(type) || KnownTypes.IsReadOnlyMemory(type))
            return false;
        return type.TypeKind != TypeKind.Interface || !IsCollection(type);
    }

    /// <summary>Inline arrays cannot be compared at all, if they do not say how.</summary>
    private static bool IsInlineArray(ITypeSymbol type)
        => type.GetAttributes().Any(static attribute => attribute.AttributeClass is { } @class && KnownTypes.IsInlineArray(@class));

    private static bool IsCollection(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Collections_IEnumerable)
            return true;
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (implemented.SpecialType == SpecialType.System_Collections_IEnumerable)
                return true;
        }

        return false;
    }

    private static bool OverridesEquals(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(nameof(Equals)))
            {
                if (member is IMethodSymbol { IsOverride: true, Parameters: [{ Type.SpecialType: SpecialType.System_Object }] })
                    return true;
            }

            foreach (INamedTypeSymbol implemented in current.Interfaces)
            {
                if (implemented is { Name: "IEquatable", Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
                    return true;
            }
        }

        return false;
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
