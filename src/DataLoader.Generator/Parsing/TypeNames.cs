using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Writes types and names down so that they mean the same in every file of the project.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat WithoutGlobal = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary><c>global::Shop.User?</c></summary>
    public static string Of(ITypeSymbol type)
    {
        string text = type.ToDisplayString(Full);
        return text.Contains("dynamic") ? WithoutDynamic(type) : text;
    }

    /// <summary><c>global::Shop.User</c>, also of a <c>User?</c> and of a <c>Nullable</c> value.</summary>
    public static string NotNull(ITypeSymbol type) => Of(KeyOfParser.Underlying(type).WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    public static string Namespace(INamespaceSymbol? @namespace)
        => @namespace is { IsGlobalNamespace: false } ? @namespace.ToDisplayString(WithoutGlobal) : "";

    /// <summary>A type for people: <c>List&lt;User&gt;</c> as XML text.</summary>
    public static string ForDocs(ITypeSymbol type)
        => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The name as metadata has it: <c>Shop.Outer+Inner</c>.</summary>
    public static string Metadata(INamedTypeSymbol type)
        => type.ContainingType is { } outer ? Metadata(outer) + "+" + type.MetadataName : Metadata(type.ContainingNamespace) + type.MetadataName;

    private static string Metadata(INamespaceSymbol? @namespace)
        => @namespace is { IsGlobalNamespace: false } ? Metadata(@namespace.ContainingNamespace) + @namespace.MetadataName + "." : "";

    /// <summary>A name in code, escaped where the language claims the word for itself.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>No interface can be implemented for <c>dynamic</c>; to the runtime it is <c>object</c> anyway.</summary>
    private static string WithoutDynamic(ITypeSymbol type)
    {
        var text = new StringBuilder();
        foreach (SymbolDisplayPart part in type.ToDisplayParts(Full))
            text.Append(part.Kind == SymbolDisplayPartKind.Keyword && part.ToString() == "dynamic" ? "object" : part.ToString());
        return text.ToString();
    }
}
