using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Writes constants down as expressions of the same type and value.</summary>
internal static class Constants
{
    /// <summary>The constant of an attribute; null for what generated code cannot say.</summary>
    public static string? Write(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Error or TypedConstantKind.Array => null,
        TypedConstantKind.Type when constant.Value is ITypeSymbol type => TypeUses.OfOperand(type) <= TypeUse.Internal ? $"typeof({Operand(type)})" : null,
        _ when constant.IsNull => TypeUses.Of(constant.Type!) <= TypeUse.Internal ? $"({TypeNames.NotNull(constant.Type!)}?)null" : null,
        TypedConstantKind.Enum => Enum(constant.Type!, constant.Value!),
        _ => Primitive(constant.Value!),
    };

    /// <summary>The default of a parameter; null if it has none that generated code can say.</summary>
    public static string? Default(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        ITypeSymbol type = KeyOfParser.Underlying(parameter.Type);
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T } ? $"default({TypeNames.Of(parameter.Type)})" : "null",
            { } value => type.TypeKind == TypeKind.Enum ? Enum(type, value) : Primitive(value),
        };
    }

    private static string? Enum(ITypeSymbol type, object value)
        => TypeUses.Of(type) <= TypeUse.Internal ? $"({TypeNames.NotNull(type)})({Convert.ToString(value, CultureInfo.InvariantCulture)})" : null;

    private static string? Primitive(object value) => value switch
    {
        string or char => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        bool flag => flag ? "true" : "false",
        int number => Number(number),
        byte number => "(byte)" + Number(number),
        sbyte number => $"(sbyte)({Number(number)})",
        short number => $"(short)({Number(number)})",
        ushort number => "(ushort)" + Number(number),
        uint number => Number(number) + "U",
        long number => Number(number) + "L",
        ulong number => Number(number) + "UL",
        decimal number => Number(number) + "M",
        double number => Number(number, "double", "D", double.IsNaN(number), double.IsInfinity(number), number > 0),
        float number => Number(number, "float", "F", float.IsNaN(number), float.IsInfinity(number), number > 0),
        _ => null,
    };

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Number(IFormattable number, string type, string suffix, bool isNaN, bool isInfinite, bool isPositive)
        => isNaN ? type + ".NaN"
            : isInfinite ? type + (isPositive ? ".PositiveInfinity" : ".NegativeInfinity")
            : number.ToString("R", CultureInfo.InvariantCulture) + suffix;

    /// <summary>What <c>typeof</c> takes; an unbound type has no arguments to write.</summary>
    private static string Operand(ITypeSymbol type) => type.IsReferenceType ? TypeNames.NotNull(type) : TypeNames.Of(type);
}
