using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Finds the static property or field that <c>KeyComparer</c> names.</summary>
internal static class KeyComparerParser
{
    public static void Parse(BatchSignature signature, ITypeSymbol key)
    {
        if (signature.Settings is not { KeyComparer: { } name } settings || (settings.CacheKey is not null && signature.CacheKey is null))
            return;
        ITypeSymbol identity = signature.CacheKey?.ReturnType ?? key;
        Verdict verdict = Verdict.Bad($"'{signature.Method.ContainingType.Name}' has no property or field '{name}'");
        foreach (ISymbol member in signature.Method.ContainingType.GetMembers(name))
        {
            verdict = Judge(signature, member, identity);
            if (verdict.IsGood)
            {
                signature.KeyComparer = member;
                return;
            }
        }

        if (verdict.Reason is { } reason)
            signature.Report(RuleIds.BadKeyComparer, nameof(AttributeSettings.KeyComparer), reason);
        else
            signature.Break($"'{name}' does not compile");
    }

    /// <summary>Whether a member can compare the keys of a batch method, or its cache keys.</summary>
    public static bool Fits(BatchSignature signature, ISymbol member)
        => signature.KeyType is { } key && Judge(signature, member, signature.CacheKey?.ReturnType ?? key).IsGood;

    private static Verdict Judge(BatchSignature signature, ISymbol member, ITypeSymbol identity)
    {
        if (member is not (IPropertySymbol { IsStatic: true, IsAbstract: false, IsVirtual: false, GetMethod: not null } or IFieldSymbol { IsStatic: true }))
            return Verdict.Bad($"'{member.Name}' is not a static property or field that can be read");
        ITypeSymbol type = KeyOfParser.TypeOf(member);
        if (TypeUses.Of(type) == TypeUse.Broken)
            return Verdict.Broken;
        if (Comparer(signature.Compilation)?.Construct(identity) is not { } comparer || !signature.Compilation.HasImplicitConversion(type, comparer))
            return Verdict.Bad($"'{member.Name}' is of type '{Text(type)}', which is no 'IEqualityComparer<{Text(identity)}>'");
        return KeyOfParser.IsReadable(member, signature.Method.ContainingAssembly) ? Verdict.Good : Verdict.Bad($"'{member.Name}' is private or protected");
    }

    /// <summary>Whether a member compares exactly this type to the flow of nulls, which a comparer of <c>string?</c> does not for <c>string</c>.</summary>
    public static bool NeedsBang(BatchSignature signature, ITypeSymbol identity)
        => signature.KeyComparer is { } member
            && !SymbolEqualityComparer.IncludeNullability.Equals(
                KeyOfParser.TypeOf(member).WithNullableAnnotation(NullableAnnotation.NotAnnotated),
                Comparer(signature.Compilation)?.Construct(identity).WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    private static INamedTypeSymbol? Comparer(Compilation compilation) => compilation.GetTypeByMetadataName("System.Collections.Generic.IEqualityComparer`1");

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
