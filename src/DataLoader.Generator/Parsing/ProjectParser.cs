using System;
using System.Globalization;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads what the registration needs of the project.</summary>
internal static class ProjectParser
{
    public static CompilationFacts ReadFacts(Compilation compilation)
    {
        string prefix = Prefix(compilation.AssemblyName ?? "");
        return new(
            HasServiceCollection: compilation.GetTypeByMetadataName(Tool.RegistrationNamespace + ".IServiceCollection") is not null,
            AssemblyPrefix: prefix,
            IsDefaultNameTaken: compilation.Assembly.GetTypeByMetadataName($"{Tool.RegistrationNamespace}.{prefix}{Tool.RegistrationClass}") is not null,
            SeesOther: SeesOther(compilation),
            IsLanguageTooOld: LanguageFloor.IsAbove(compilation));
    }

    /// <summary>An assembly's name as the beginning of an identifier; where that loses something, a hash makes up for it.</summary>
    private static string Prefix(string assembly)
    {
        char[] text = Array.FindAll(assembly.ToCharArray(), SyntaxFacts.IsIdentifierPartCharacter);
        string name = new(text);
        if (name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]))
            name = "_" + name;
        return name == assembly ? name : $"{name}_{StableHash.Compute(assembly.AsSpan()).ToString("x8", CultureInfo.InvariantCulture)}_";
    }

    private static bool SeesOther(Compilation compilation)
    {
        INamespaceSymbol? @namespace = compilation.GlobalNamespace;
        foreach (string part in Tool.RegistrationNamespace.Split('.'))
        {
            @namespace = Find(@namespace, part);
            if (@namespace is null)
                return false;
        }

        foreach (INamedTypeSymbol type in @namespace.GetTypeMembers())
        {
            if (type is { IsStatic: true, DeclaredAccessibility: Accessibility.Internal } && type.Name.EndsWith(Tool.RegistrationClass, StringComparison.Ordinal)
                && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) && type.ContainingAssembly.GivesAccessTo(compilation.Assembly))
                return true;
        }

        return false;
    }

    private static INamespaceSymbol? Find(INamespaceSymbol @namespace, string name)
    {
        foreach (INamespaceSymbol member in @namespace.GetNamespaceMembers())
        {
            if (member.Name == name)
                return member;
        }

        return null;
    }

    /// <summary>The name that the project gives its registration.</summary>
    public static string? ReadModule(Compilation compilation)
    {
        foreach (AttributeData attribute in compilation.Assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && KnownTypes.IsBatchLoaderModuleAttribute(type))
                return attribute.ConstructorArguments is [{ Value: string name }] && LoaderName.IsModule(name) ? name : null;
        }

        return null;
    }
}
