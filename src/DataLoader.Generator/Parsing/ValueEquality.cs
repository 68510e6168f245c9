using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Whether two equal-looking keys are equal to a dictionary.</summary>
internal static class ValueEquality
{
    public static bool Has(ITypeSymbol type)
    {
        switch (type.TypeKind)
        {
            case TypeKind.Array:
                return false;
            case TypeKind.Class when type.SpecialType == SpecialType.System_Object:
                return true;
            case TypeKind.Class when !type.IsRecord && !OverridesEquals(type):
                return false;
        }

        if (KnownTypes.IsImmutableArray(type) || KnownTypes.IsReadOnlyMemory(type))
            return false;
        if (type.TypeKind == TypeKind.Interface)
            return !IsCollection(type);
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            foreach (IFieldSymbol element in tuple.TupleElements)
            {
                if (!Has(element.Type))
                    return false;
            }
        }

        return true;
    }

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
        for (ITypeSymbol? current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
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
}
