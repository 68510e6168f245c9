using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// Whether a type argument keeps the promises its type parameter asks for. The compiler reports a broken one where the user wrote it; a
/// generated file that repeats the type would repeat the error.
/// </summary>
internal static class TypeConstraints
{
    public static bool Holds(ITypeParameterSymbol parameter, ITypeSymbol argument, INamedTypeSymbol constructed)
    {
        if (parameter.HasReferenceTypeConstraint && !argument.IsReferenceType)
            return false;
        if (parameter.HasValueTypeConstraint && (!argument.IsValueType || argument.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T))
            return false;
        if (parameter.HasUnmanagedTypeConstraint && !argument.IsUnmanagedType)
            return false;
        if (parameter.HasConstructorConstraint && !HasConstructor(argument))
            return false;
        foreach (ITypeSymbol constraint in parameter.ConstraintTypes)
        {
            if (!Derives(argument, constraint, constructed))
                return false;
        }

        return true;
    }

    private static bool HasConstructor(ITypeSymbol type)
    {
        if (type.IsValueType || type.TypeKind == TypeKind.Dynamic)
            return true;
        if (type is not INamedTypeSymbol { IsAbstract: false } named)
            return false;
        foreach (IMethodSymbol constructor in named.InstanceConstructors)
        {
            if (constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility == Accessibility.Public)
                return true;
        }

        return false;
    }

    /// <summary>Compares definitions only: a constraint with wrong type arguments of its own is too rare to pay for.</summary>
    private static bool Derives(ITypeSymbol type, ITypeSymbol constraint, INamedTypeSymbol constructed)
    {
        if (constraint is ITypeParameterSymbol other)
        {
            int index = constructed.OriginalDefinition.TypeParameters.IndexOf(other);
            if (index < 0)
                return true;
            constraint = constructed.TypeArguments[index];
        }

        constraint = constraint.OriginalDefinition;
        if (constraint.SpecialType == SpecialType.System_Object || type.TypeKind == TypeKind.Dynamic)
            return true;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, constraint))
                return true;
        }

        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, constraint))
                return true;
        }

        return false;
    }
}
