using System.Collections.Immutable;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>The base class of a loader, which a part of the user's own may repeat.</summary>
internal static class LoaderBase
{
    private static readonly SymbolDisplayFormat Minimal =
        SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The base that would be right in place of a declared one; null if that is right, or none is declared.</summary>
    public static string? InsteadOf(INamedTypeSymbol? declared, BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
        => declared is null or { SpecialType: SpecialType.System_Object } || IsRight(declared, signature, key, value) ? null : Write(signature, key, value);

    /// <summary>The base as the user would write it where the namespaces of its types are imported.</summary>
    public static string Write(BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        string cacheKey = signature.CacheKey is { } function ? function.ReturnType.ToDisplayString(Minimal) + ", " : "";
        string one = (AllowsNull(value) && value.IsReferenceType ? value.WithNullableAnnotation(NullableAnnotation.Annotated) : value).ToDisplayString(Minimal);
        string argument = ArgumentsParser.TypesOf(signature, static type => type.ToDisplayString(Minimal)) is { } types ? types + ", " : "";
        return $"BatchLoader{(argument.Length > 0 ? "Family" : "")}<{key.ToDisplayString(Minimal)}, {argument}{cacheKey}{(IsLookup(signature) ? $"IReadOnlyList<{one}>" : one)}>";
    }

    /// <summary>Nullable code says whether a value may be null. Code from before may mean anything, so it gets the lenient rule.</summary>
    public static bool AllowsNull(ITypeSymbol value)
        => KeysParser.IsNullable(value) || (value.IsReferenceType && value.NullableAnnotation == NullableAnnotation.None);

    /// <summary>The value as the base names it; for a lookup, one of them.</summary>
    public static string ValueType(ITypeSymbol value)
        => TypeNames.Of(AllowsNull(value) && value.IsReferenceType ? value.WithNullableAnnotation(NullableAnnotation.Annotated) : value);

    private static bool IsRight(INamedTypeSymbol declared, BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        ImmutableArray<ITypeSymbol> arguments = declared.TypeArguments;
        string? argument = ArgumentsParser.TypesOf(signature, TypeNames.Of);
        if (argument is not null)
        {
            if (!KnownTypes.IsFamily(declared) || TypeNames.Of(arguments[1]) != argument)
                return false;
            arguments = arguments.RemoveAt(1);
        }
        else if (!KnownTypes.IsLoaderClass(declared))
        {
            return false;
        }

        if (arguments.Length != (signature.CacheKey is null ? 2 : 3))
            return false;
        ITypeSymbol loaded = arguments[arguments.Length - 1];
        if (IsLookup(signature))
        {
            if (!KnownTypes.IsReadOnlyList(loaded) || loaded.NullableAnnotation == NullableAnnotation.Annotated)
                return false;
            loaded = ((INamedTypeSymbol)loaded).TypeArguments[0];
        }

        return Is(arguments[0], key, TypeNames.Of(key), signature)
            && Is(loaded, value, ValueType(value), signature)
            && (signature.CacheKey is not { ReturnType: var cacheKey } || Is(arguments[1], cacheKey, TypeNames.Of(cacheKey), signature));
    }

    /// <summary>The compiler wants two parts to name their base alike, to the nullability and the names in tuples; code that knows no nullability agrees with both.</summary>
    private static bool Is(ITypeSymbol declared, ITypeSymbol expected, string name, BatchSignature signature)
        => TypeNames.Of(declared) == name || (declared is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.None } && signature.IsSame(declared, expected));

    private static bool IsLookup(BatchSignature signature) => signature.ResultShape == ResultShape.Lookup;
}
