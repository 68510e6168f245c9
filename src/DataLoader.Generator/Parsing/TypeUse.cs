using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>How far a type that a generated file has to write down can be named from there.</summary>
internal enum TypeUse
{
    Public,

    /// <summary>Inside this assembly only.</summary>
    Internal,

    /// <summary>Private, protected or file-local.</summary>
    Hidden,

    /// <summary>Does not exist, or can not stand where the user put it: the compiler reports that.</summary>
    Broken,

    /// <summary>Holds a pointer, which generated code, being safe, can not mention.</summary>
    Pointer,
}

internal static class TypeUses
{
    /// <summary>The worst of a type and everything it is made of.</summary>
    public static TypeUse Of(ITypeSymbol type)
    {
        switch (type)
        {
            case IErrorTypeSymbol:
                return TypeUse.Broken;
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return TypeUse.Pointer;
            case IArrayTypeSymbol array:
                return array.ElementType is { SpecialType: SpecialType.System_Void } or { IsRefLikeType: true } ? TypeUse.Broken : Of(array.ElementType);
            case IDynamicTypeSymbol:
                return TypeUse.Public;
            case INamedTypeSymbol named:
                return OfNamed(named);
            default:
                return TypeUse.Broken;
        }
    }

    /// <summary>How far a symbol reaches, with everything around it.</summary>
    public static TypeUse OfMember(ISymbol symbol)
    {
        TypeUse own = symbol.DeclaredAccessibility switch
        {
            Accessibility.Public => TypeUse.Public,
            Accessibility.Internal or Accessibility.ProtectedOrInternal => TypeUse.Internal,
            Accessibility.NotApplicable => TypeUse.Public,
            _ => TypeUse.Hidden,
        };
        if (symbol is INamedTypeSymbol { IsFileLocal: true })
            own = TypeUse.Hidden;
        if (!IsNamed(symbol))
            own = TypeUse.Broken;
        return symbol.ContainingType is { } container ? Worst(own, OfMember(container)) : own;
    }

    /// <summary>While somebody types, a type or its namespace may have no name yet.</summary>
    private static bool IsNamed(ISymbol symbol)
    {
        if (symbol.Name.Length == 0)
            return false;
        for (INamespaceSymbol? @namespace = symbol.ContainingNamespace; @namespace is { IsGlobalNamespace: false }; @namespace = @namespace.ContainingNamespace)
        {
            if (@namespace.Name.Length == 0)
                return false;
        }

        return true;
    }

    public static TypeUse Worst(TypeUse one, TypeUse other) => one > other ? one : other;

    private static TypeUse OfNamed(INamedTypeSymbol type)
    {
        if (type.IsStatic || type.SpecialType == SpecialType.System_Void || type.IsUnboundGenericType)
            return TypeUse.Broken;
        TypeUse use = OfMember(type.IsTupleType ? type.TupleUnderlyingType ?? type : type);
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            for (int i = 0; i < level.TypeArguments.Length; i++)
            {
                ITypeSymbol argument = level.TypeArguments[i];
                use = Worst(use, Of(argument));
                if (argument.IsRefLikeType || !TypeConstraints.Holds(level.TypeParameters[i], argument, level))
                    use = Worst(use, TypeUse.Broken);
            }
        }

        return use;
    }
}
