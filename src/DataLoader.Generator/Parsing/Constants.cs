using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Writes the constant of an attribute down as an expression of the same type and value.</summary>
internal static class Constants
{
    /// <summary>The expression; null for what cannot be the key of a service.</summary>
    public static string? Write(TypedConstant constant)
    {
        switch (constant.Kind)
        {
            case TypedConstantKind.Enum when constant.Value is { } value && TypeUses.Of(constant.Type!) <= TypeUse.Internal:
                return $"({TypeNames.Of(constant.Type!)})({System.Convert.ToString(value, CultureInfo.InvariantCulture)})";
            case TypedConstantKind.Type when constant.Value is ITypeSymbol type && TypeUses.Of(type) <= TypeUse.Internal:
                return $"typeof({TypeNames.NotNull(type)})";
            case TypedConstantKind.Primitive:
                return Primitive(constant.Value);
            default:
                return null;
        }
    }

    private static string? Primitive(object? value) => value switch
    {
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        byte number => "(byte)" + number.ToString(CultureInfo.InvariantCulture),
        sbyte number => $"(sbyte)({number.ToString(CultureInfo.InvariantCulture)})",
        short number => $"(short)({number.ToString(CultureInfo.InvariantCulture)})",
        ushort number => "(ushort)" + number.ToString(CultureInfo.InvariantCulture),
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        _ => null,
    };
}
