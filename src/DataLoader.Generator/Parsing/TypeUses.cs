using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Finds out how far a type reaches.</summary>
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

    /// <summary>As <see cref="Of"/>, for what <c>typeof</c> takes: static classes, <c>void</c> and unbound types too.</summary>
    public static TypeUse OfOperand(ITypeSymbol type)
        => type is INamedTypeSymbol named && type is not IErrorTypeSymbol && (named.IsStatic || named.IsUnboundGenericType || named.SpecialType == SpecialType.System_Void)
            ? OfMember(named)
            : Of(type);

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

    /// <summary>What is wrong with a type that is <see cref="TypeUse.Broken"/>.</summary>
    public static string WhyBroken(ITypeSymbol type)
        => FirstMissing(type) is { } name
            ? $"there is no type '{name}'"
            : $"'{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' cannot stand where it does";

    private static string? FirstMissing(ITypeSymbol type)
    {
        switch (type)
        {
            case IErrorTypeSymbol:
                return type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            case IArrayTypeSymbol array:
                return FirstMissing(array.ElementType);
            case INamedTypeSymbol named:
                foreach (ITypeSymbol argument in named.TypeArguments)
                {
                    if (FirstMissing(argument) is { } name)
                        return name;
                }

                return null;
            default:
                return null;
        }
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
