using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads what the registration needs of the project.</summary>
internal static class ProjectParser
{
    public static CompilationFacts ReadFacts(Compilation compilation) => new(
        HasServiceCollection: compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null,
        IsDefaultNameTaken: compilation.Assembly.GetTypeByMetadataName("DataLoader." + Tool.RegistrationClass) is not null,
        IsLanguageTooOld: LanguageFloor.IsAbove(compilation));

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
