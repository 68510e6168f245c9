using System;
using System.Collections.Generic;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads what the user has written of a loader.</summary>
internal static class OwnParts
{
    public static OwnPart Read(INamedTypeSymbol type, Compilation compilation)
    {
        List<OwnInterface>? interfaces = null;
        foreach (INamedTypeSymbol it in type.Interfaces)
        {
            // That it can be disposed of is no service, and its place as IBatchLoader is decided among all loaders.
            if (KnownTypes.IsDisposable(it) || KnownTypes.IsBatchLoaderInterface(it) || TypeUses.Of(it) > TypeUse.Internal || ExternAliases.WhyHidden(it, compilation) is not null)
                continue;
            (interfaces ??= []).Add(new(TypeNames.NotNull(it), TypeNames.InContainer(it)));
        }

        return new(type.BaseType is { SpecialType: not SpecialType.System_Object }, new(interfaces?.ToArray()), Has(type, KnownTypes.IsObsolete), Has(type, KnownTypes.IsExperimental));
    }

    private static bool Has(INamedTypeSymbol type, Func<ITypeSymbol, bool> isMeant)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { } found && isMeant(found))
                return true;
        }

        return false;
    }
}
