using System.Runtime.CompilerServices;
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

    /// <summary>The namespaces of a project are few and its types many. Weak: a name must not keep a compilation.</summary>
    private static readonly ConditionalWeakTable<INamespaceSymbol, string> Namespaces = new();

    /// <summary><c>global::Shop.User?</c></summary>
    public static string Of(ITypeSymbol type)
    {
        // Most types of most projects are like this, and they are written on every keystroke.
        if (type is INamedTypeSymbol { Arity: 0, ContainingType: null, SpecialType: SpecialType.None, IsTupleType: false, TypeKind: TypeKind.Class or TypeKind.Struct } named)
        {
            string name = Namespace(named.ContainingNamespace) is { Length: > 0 } @namespace ? $"global::{@namespace}.{Escape(named.Name)}" : "global::" + Escape(named.Name);
            return named is { NullableAnnotation: NullableAnnotation.Annotated, IsValueType: false } ? name + "?" : name;
        }

        string text = type.ToDisplayString(Full);
        return text.Contains("dynamic") ? WithoutDynamic(type) : text;
    }

    /// <summary><c>global::Shop.User</c>, also of a <c>User?</c> and of a <c>Nullable</c> value.</summary>
    public static string NotNull(ITypeSymbol type) => Of(KeyOfParser.Underlying(type).WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    public static string Namespace(INamespaceSymbol? @namespace)
        => @namespace is { IsGlobalNamespace: false } ? Namespaces.GetValue(@namespace, static symbol => symbol.ToDisplayString(WithoutGlobal)) : "";

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
