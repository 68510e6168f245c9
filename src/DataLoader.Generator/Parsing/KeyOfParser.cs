using System.Collections.Generic;
using System.Linq;
using DataLoader.Generator.Declarations;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Finds the member that <c>KeyOf</c> names: of the value, or a static method beside the batch method.</summary>
internal static class KeyOfParser
{
    public static void Parse(BatchSignature signature, ITypeSymbol key, ITypeSymbol valueType)
    {
        if (signature.Settings.KeyOf is not { } name)
            return;
        string value = valueType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        Verdict? verdict = FindInValue(valueType, name, signature.Method.ContainingAssembly) is { } member ? Judge(signature, member, TypeOf(member), name, key) : null;
        if (verdict is null or { Reason: not null })
        {
            foreach (ISymbol candidate in signature.Method.ContainingType.GetMembers(name))
            {
                if (candidate is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true, IsAbstract: false, IsVirtual: false, IsGenericMethod: false, RefKind: RefKind.None } method
                    && !AttributeNames.IsOn(method)
                    && method.Parameters is [{ RefKind: RefKind.None, IsParams: false } parameter]
                    && signature.IsSame(Underlying(parameter.Type), Underlying(valueType)))
                {
                    verdict = Judge(signature, method, method.ReturnType, name, key);
                    break;
                }

                verdict ??= Verdict.Bad($"'{name}' is not a static method that takes one '{value}' and is no batch method itself");
            }
        }

        verdict ??= Verdict.Bad($"neither '{value}' nor '{signature.Method.ContainingType.Name}' has a member '{name}' that tells the key of a value");
        if (verdict.Value.Reason is { } reason)
            signature.Report(RuleIds.BadKeyOf, nameof(AttributeSettings.KeyOf), reason);
        else if (!verdict.Value.IsGood)
            signature.Break($"'{name}' does not compile");
    }

    /// <summary>
    /// The readable instance property or field that <c>value.Name</c> means, looked for as the compiler would: nearest first, past what cannot be
    /// reached from there. A member that is out of reach is the answer only if there is no other one.
    /// </summary>
    public static ISymbol? FindInValue(ITypeSymbol value, string name, IAssemblySymbol from)
    {
        ITypeSymbol type = Underlying(value);
        ISymbol? outOfReach = null;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (FindIn(current, name, from, ref outOfReach, out bool isHidden) is { } member)
                return member;
            if (isHidden)
                return null;
        }

        return (type.TypeKind == TypeKind.Interface ? FindInherited(type, name, from, ref outOfReach) : null) ?? outOfReach;
    }

    /// <summary><c>T</c> of a <c>Nullable&lt;T&gt;</c>.</summary>
    public static ITypeSymbol Underlying(ITypeSymbol type)
        => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    /// <summary>Whether generated code can read a property or field.</summary>
    public static bool IsReadable(ISymbol member, IAssemblySymbol from)
        => IsReachable(member is IPropertySymbol property ? property.GetMethod! : member, from);

    private static bool IsReachable(ISymbol member, IAssemblySymbol from)
    {
        TypeUse use = TypeUses.OfMember(member);
        return use == TypeUse.Public
            || (use == TypeUse.Internal
                && (SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, from) || member.ContainingAssembly.GivesAccessTo(from)));
    }

    private static ISymbol? FindIn(ITypeSymbol type, string name, IAssemblySymbol from, ref ISymbol? outOfReach, out bool isHidden)
    {
        isHidden = false;
        foreach (ISymbol member in type.GetMembers(name))
        {
            bool isReadable = member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } or IFieldSymbol { IsStatic: false };
            if (!IsReachable(isReadable && member is IPropertySymbol property ? property.GetMethod! : member, from))
                outOfReach ??= isReadable ? member : null;
            else if (isReadable)
                return member;

            // Whatever else has the name stands before what a base has; only an override leaves it in place.
            else
                isHidden |= !member.IsOverride;
        }

        return null;
    }

    /// <summary>The only member that an interface inherits under a name; null if there are two of which none hides the other.</summary>
    private static ISymbol? FindInherited(ITypeSymbol type, string name, IAssemblySymbol from, ref ISymbol? outOfReach)
    {
        var found = new List<(INamedTypeSymbol Type, ISymbol? Member)>();
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            ISymbol? member = FindIn(implemented, name, from, ref outOfReach, out bool isHidden);
            if (member is not null || isHidden)
                found.Add((implemented, member));
        }

        (INamedTypeSymbol Type, ISymbol? Member)[] nearest =
            [.. found.Where(one => !found.Exists(other => other.Type.AllInterfaces.Contains(one.Type, SymbolEqualityComparer.Default)))];
        return nearest is [var only] ? only.Member : null;
    }

    private static Verdict Judge(BatchSignature signature, ISymbol member, ITypeSymbol type, string name, ITypeSymbol key)
    {
        if (TypeUses.Of(type) == TypeUse.Broken)
            return Verdict.Broken;
        if (!signature.IsKey(type))
        {
            return Verdict.Bad(
                $"'{name}' is of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', but the keys are of type "
                + $"'{key.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'");
        }

        if (member is IMethodSymbol ? TypeUses.OfMember(member) > TypeUse.Internal : !IsReadable(member, signature.Method.ContainingAssembly))
            return Verdict.Bad($"'{name}' is private or protected");
        signature.KeyOf = member;
        return Verdict.Good;
    }
}
