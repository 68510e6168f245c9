using Microsoft.CodeAnalysis;
using DataLoader.Generator.Declarations;
using DataLoader.Generator.Diagnostics;

namespace DataLoader.Generator.Parsing;

/// <summary>Finds the method that <c>CacheKey</c> names.</summary>
internal static class CacheKeyParser
{
    public static void Parse(BatchSignature signature, ITypeSymbol key)
    {
        if (signature.Settings.CacheKey is not { } name)
            return;
        string? reason = null;
        foreach (ISymbol member in signature.Method.ContainingType.GetMembers(name))
        {
            reason = WhyNot(signature, member, name, key);
            if (reason is null)
            {
                signature.CacheKey = (IMethodSymbol)member;
                return;
            }
        }

        reason ??= $"'{signature.Method.ContainingType.Name}' has no method '{name}'";
        if (reason.Length > 0)
            signature.Report(RuleIds.BadCacheKey, nameof(AttributeSettings.CacheKey), reason);
        else
            signature.IsBroken = true;
    }

    /// <summary>What is wrong with a candidate; null if nothing is, empty if the compiler says it.</summary>
    private static string? WhyNot(BatchSignature signature, ISymbol member, string name, ITypeSymbol keyType)
    {
        string key = keyType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true, IsAbstract: false, IsVirtual: false, IsGenericMethod: false } method)
            return $"'{name}' is not a static method without type parameters";
        if (AttributeNames.IsOn(method))
            return $"'{name}' is itself a batch method";
        if (method.Parameters is not [{ RefKind: RefKind.None, IsParams: false } parameter] || !signature.IsKey(parameter.Type))
            return $"'{name}' does not take one '{key}'";
        if (method.ReturnsVoid || method.RefKind != RefKind.None || method.ReturnType.IsRefLikeType || KeysParser.IsNullable(method.ReturnType))
            return $"'{name}' does not return a value that identifies a key and is never null";
        return TypeUses.Worst(TypeUses.OfMember(method), TypeUses.Of(method.ReturnType)) switch
        {
            TypeUse.Broken => "",
            TypeUse.Hidden => $"'{name}' is private, protected or file-local, or its type is",
            TypeUse.Pointer => $"'{name}' returns a pointer",
            _ => null,
        };
    }
}
