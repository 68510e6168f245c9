using System.Text;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Writes types and names down so that they mean the same in every file of the project.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary><c>global::Shop.User?</c></summary>
    public static string Of(ITypeSymbol type)
    {
        // Most types of most projects are like this, and they are written on every keystroke.
        bool isNullable = type is { NullableAnnotation: NullableAnnotation.Annotated, IsValueType: false };
        if (Keyword(type.SpecialType) is { } keyword)
            return isNullable ? keyword + "?" : keyword;
        if (type is INamedTypeSymbol { Arity: 0, ContainingType: null, SpecialType: SpecialType.None, IsTupleType: false, TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum } named)
        {
            InternedText text = InternedText.Start().Add("global::");
            AddNamespace(text, named.ContainingNamespace);
            text.AddEscaped(named.Name);
            return (isNullable ? text.Add('?') : text).End();
        }

        string full = type.ToDisplayString(Full);
        return full.Contains("dynamic") ? WithoutDynamic(type) : full;
    }

    /// <summary><c>global::Shop.User</c>, also of a <c>User?</c> and of a <c>Nullable</c> value.</summary>
    public static string NotNull(ITypeSymbol type) => Of(KeyOfParser.Underlying(type).WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    /// <summary>A type without the nullability of references, which no container sees; <c>int?</c> is a type of its own.</summary>
    public static string InContainer(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string Namespace(INamespaceSymbol? @namespace)
    {
        if (@namespace is null or { IsGlobalNamespace: true })
            return "";
        InternedText text = InternedText.Start();
        AddNamespace(text, @namespace.ContainingNamespace);
        text.AddEscaped(@namespace.Name);
        return text.End();
    }

    /// <summary>The name as metadata has it: <c>Shop.Outer+Inner</c>.</summary>
    public static string Metadata(INamedTypeSymbol type)
    {
        InternedText text = InternedText.Start();
        AddMetadata(text, type);
        return text.End();
    }

    private static void AddNamespace(InternedText text, INamespaceSymbol? @namespace)
    {
        if (@namespace is null or { IsGlobalNamespace: true })
            return;
        AddNamespace(text, @namespace.ContainingNamespace);
        text.AddEscaped(@namespace.Name);
        text.Add('.');
    }

    private static void AddMetadata(InternedText text, INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            AddMetadata(text, outer);
            text.Add('+');
        }
        else
        {
            AddMetadata(text, type.ContainingNamespace);
        }

        text.Add(type.MetadataName);
    }

    private static void AddMetadata(InternedText text, INamespaceSymbol? @namespace)
    {
        if (@namespace is null or { IsGlobalNamespace: true })
            return;
        AddMetadata(text, @namespace.ContainingNamespace);
        text.Add(@namespace.MetadataName).Add('.');
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Char => "char",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_String => "string",
        SpecialType.System_Object => "object",
        _ => null,
    };

    /// <summary>No interface can be implemented for <c>dynamic</c>; to the runtime it is <c>object</c> anyway.</summary>
    private static string WithoutDynamic(ITypeSymbol type)
    {
        var text = new StringBuilder();
        foreach (SymbolDisplayPart part in type.ToDisplayParts(Full))
            text.Append(part.Kind == SymbolDisplayPartKind.Keyword && part.ToString() == "dynamic" ? "object" : part.ToString());
        return text.ToString();
    }
}
