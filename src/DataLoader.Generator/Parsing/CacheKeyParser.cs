using DataLoader.Generator.Declarations;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Finds the method that <c>CacheKey</c> names.</summary>
internal static class CacheKeyParser
{
    public static void Parse(BatchSignature signature, ITypeSymbol key)
    {
        if (signature.Settings.CacheKey is not { } name)
            return;
        Verdict verdict = Verdict.Bad($"'{signature.Method.ContainingType.Name}' has no method '{name}'");
        foreach (ISymbol member in signature.Method.ContainingType.GetMembers(name))
        {
            verdict = Judge(signature, member, name, key);
            if (verdict.IsGood)
            {
                signature.CacheKey = (IMethodSymbol)member;
                return;
            }
        }

        if (verdict.Reason is { } reason)
            signature.Report(RuleIds.BadCacheKey, nameof(AttributeSettings.CacheKey), reason);
        else
            signature.Break($"'{name}' does not compile");
    }

    private static Verdict Judge(BatchSignature signature, ISymbol member, string name, ITypeSymbol keyType)
    {
        string key = keyType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true, IsAbstract: false, IsVirtual: false, IsGenericMethod: false } method)
            return Verdict.Bad($"'{name}' is not a static method without type parameters");
        if (AttributeNames.IsOn(method))
            return Verdict.Bad($"'{name}' is itself a batch method");
        if (method.Parameters is not [{ RefKind: RefKind.None, IsParams: false } parameter] || !signature.IsKey(parameter.Type))
            return Verdict.Bad($"'{name}' does not take one '{key}'");
        if (method.ReturnsVoid || method.RefKind != RefKind.None || method.ReturnType.IsRefLikeType || KeysParser.IsNullable(method.ReturnType))
            return Verdict.Bad($"'{name}' does not return a value that identifies a key and is never null");
        return TypeUses.Worst(TypeUses.OfMember(method), TypeUses.Of(method.ReturnType)) switch
        {
            TypeUse.Broken => Verdict.Broken,
            TypeUse.Hidden => Verdict.Bad($"'{name}' is private, protected or file-local, or its type is"),
            TypeUse.Pointer => Verdict.Bad($"'{name}' returns a pointer"),
            _ => Verdict.Good,
        };
    }
}
