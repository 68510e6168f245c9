using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads the first parameter: the keys.</summary>
internal static class KeysParser
{
    public static void Parse(BatchSignature signature)
    {
        if (signature.Method.Parameters.IsEmpty)
        {
            signature.Report(RuleIds.UnsupportedKeysParameter, ViolationTarget.MethodName, "it has no parameter for the keys");
            return;
        }

        IParameterSymbol parameter = signature.Method.Parameters[0];
        if (!TryGetKey(parameter.Type, out KeysShape shape, out ITypeSymbol? key))
        {
            // A type that does not exist is the compiler's to report, a by-ref-like one has been reported.
            if (TypeUses.Of(parameter.Type) == TypeUse.Broken)
                signature.Break(parameter.Type);
            else if (!parameter.Type.IsRefLikeType)
                signature.Report(RuleIds.UnsupportedKeysParameter, 0, $"'{parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is not one of the types for keys");
            return;
        }

        switch (TypeUses.Of(key!))
        {
            case TypeUse.Broken:
                signature.Break(key!);
                return;
            case TypeUse.Pointer:
                signature.Report(RuleIds.UnsupportedKeysParameter, 0, "its keys hold pointers");
                return;
            case TypeUse.Hidden:
                signature.Report(RuleIds.NotAccessible, 0, $"its key type '{key!.Name}' is private, protected or file-local; make it internal or public");
                return;
        }

        if (IsNullable(key!))
            signature.Report(RuleIds.NullableKey, 0, $"its keys are of type '{key!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'");
        signature.KeysShape = shape;
        signature.KeyType = key;
    }

    public static bool TryGetKey(ITypeSymbol type, out KeysShape shape, out ITypeSymbol? key)
    {
        (shape, key) = type switch
        {
            IArrayTypeSymbol { IsSZArray: true } array => (KeysShape.Array, array.ElementType),
            INamedTypeSymbol { Arity: 1 } named when KnownTypes.IsKeysView(named) => (KeysShape.View, named.TypeArguments[0]),
            INamedTypeSymbol { Arity: 1 } named when KnownTypes.IsList(named) => (KeysShape.List, named.TypeArguments[0]),
            INamedTypeSymbol { Arity: 1 } named when KnownTypes.IsReadOnlyMemory(named) => (KeysShape.Array, named.TypeArguments[0]),
            _ => (default, (ITypeSymbol?)null),
        };
        return key is not null;
    }

    public static bool IsNullable(ITypeSymbol type)
        => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            || (type.NullableAnnotation == NullableAnnotation.Annotated && !type.IsValueType);
}
