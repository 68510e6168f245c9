using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// Knows the types that no <c>global::</c> name reaches, because their assembly is referenced under an alias only, or because two assemblies have
/// a type of that name.
/// </summary>
internal static class ExternAliases
{
    // Read once for each compilation, and gone with it.
    private static readonly ConditionalWeakTable<Compilation, HashSet<IAssemblySymbol>> Known = new();

    /// <summary>Why generated code cannot name a type, or one of those in it; null if it can.</summary>
    public static string? WhyHidden(ITypeSymbol type, Compilation compilation) => First(type, Known.GetValue(compilation, Read), compilation);

    private static string? First(ITypeSymbol type, HashSet<IAssemblySymbol> hidden, Compilation compilation)
    {
        while (type is IArrayTypeSymbol array)
            type = array.ElementType;
        for (var named = type as INamedTypeSymbol; named is not null; named = named.ContainingType)
        {
            if (named.ContainingAssembly is { } assembly && hidden.Contains(assembly))
                return $"the assembly of '{named.Name}' is referenced under an extern alias only; reference it without one too";
            if (named.ContainingType is null && FindNamesake(named, compilation) is { } other)
                return $"'{named.Name}' is in two referenced assemblies, '{named.ContainingAssembly.Name}' and '{other.Name}'";
            foreach (ITypeSymbol argument in named.TypeArguments)
            {
                if (First(argument, hidden, compilation) is { } reason)
                    return reason;
            }
        }

        return null;
    }

    /// <summary>Another referenced assembly that has a type of the same name, within reach as well.</summary>
    private static IAssemblySymbol? FindNamesake(INamedTypeSymbol type, Compilation compilation)
    {
        // The first question is cheap, and nearly always the last one: it has no answer where there are two.
        type = type.OriginalDefinition;
        if (type.SpecialType != SpecialType.None || type.IsTupleType || type.ContainingAssembly is null || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
            return null;
        string name = TypeNames.Metadata(type);
        if (compilation.GetTypeByMetadataName(name) is not null)
            return null;
        foreach (INamedTypeSymbol other in compilation.GetTypesByMetadataName(name))
        {
            if (!SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, type.ContainingAssembly)
                && compilation.IsSymbolAccessibleWithin(other, compilation.Assembly)
                && compilation.GetMetadataReference(other.ContainingAssembly) is { } reference
                && (reference.Properties.Aliases.IsDefaultOrEmpty || reference.Properties.Aliases.Contains(MetadataReferenceProperties.GlobalAlias)))
            {
                return other.ContainingAssembly;
            }
        }

        return null;
    }

    private static HashSet<IAssemblySymbol> Read(Compilation compilation)
    {
        var hidden = new HashSet<IAssemblySymbol>(SymbolEqualityComparer.Default);
        foreach (MetadataReference reference in compilation.References)
        {
            if (!reference.Properties.Aliases.IsDefaultOrEmpty
                && !reference.Properties.Aliases.Contains(MetadataReferenceProperties.GlobalAlias)
                && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
                hidden.Add(assembly);
        }

        return hidden;
    }
}
