using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Knows the assemblies whose types no <c>global::</c> reaches: they are referenced under an alias only.</summary>
internal static class ExternAliases
{
    // Read once for each compilation, and gone with it.
    private static readonly ConditionalWeakTable<Compilation, HashSet<IAssemblySymbol>> Known = new();

    /// <summary>The first type in a type that generated code cannot name; null if there is none.</summary>
    public static string? FirstHidden(ITypeSymbol type, Compilation compilation)
    {
        HashSet<IAssemblySymbol> hidden = Known.GetValue(compilation, Read);
        return hidden.Count == 0 ? null : First(type, hidden);
    }

    private static string? First(ITypeSymbol type, HashSet<IAssemblySymbol> hidden)
    {
        while (type is IArrayTypeSymbol array)
            type = array.ElementType;
        for (var named = type as INamedTypeSymbol; named is not null; named = named.ContainingType)
        {
            if (named.ContainingAssembly is { } assembly && hidden.Contains(assembly))
                return named.Name;
            foreach (ITypeSymbol argument in named.TypeArguments)
            {
                if (First(argument, hidden) is { } name)
                    return name;
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
