using System.Collections.Generic;
using System.Linq;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads <c>[FromKeyedServices(…)]</c>, or an attribute that derives from it.</summary>
internal static class KeyedService
{
    /// <summary>The attribute of a parameter; null if there is none.</summary>
    /// <returns>The key, null if generated code cannot say it, and whether that is because something is hidden from it.</returns>
    public static (ServiceKey? Key, bool IsHidden)? Read(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type || !IsKeyed(type))
                continue;

            // Without an argument, or with null, it asks for what the container has without a key.
            if (KnownTypes.IsFromKeyedServices(type) && attribute.ConstructorArguments is [] or [{ IsNull: true }])
                return null;
            return Write(attribute, type) is { } key ? (key, false) : (null, IsHidden(attribute, type));
        }

        return null;
    }

    private static bool IsKeyed(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (KnownTypes.IsFromKeyedServices(current))
                return true;
        }

        return false;
    }

    private static ServiceKey? Write(AttributeData attribute, INamedTypeSymbol type)
    {
        string?[] arguments = [.. attribute.ConstructorArguments.Select(Constants.Write)];
        if (arguments.Contains(null) || TypeUses.Of(type) > TypeUse.Internal)
            return null;
        if (KnownTypes.IsFromKeyedServices(type))
            return new(arguments[0]!, $"{TypeNames.Of(type)}({arguments[0]})");

        // Only the attribute itself knows what it makes of its arguments.
        var named = new List<string>();
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (Constants.Write(argument.Value) is not { } value)
                return null;
            named.Add($"{Identifier.Escape(argument.Key)} = {value}");
        }

        string name = TypeNames.Of(type);
        string initializer = named.Count == 0 ? "" : $" {{ {string.Join(", ", named)} }}";
        return new($"new {name}({string.Join(", ", arguments)}){initializer}.Key", $"{name}({string.Join(", ", arguments.Concat(named))})");
    }

    private static bool IsHidden(AttributeData attribute, INamedTypeSymbol type)
        => TypeUses.Of(type) == TypeUse.Hidden || attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(static named => named.Value)).Any(IsHidden);

    private static bool IsHidden(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Array => !constant.IsNull && constant.Values.Any(IsHidden),
        TypedConstantKind.Type => constant.Value is ITypeSymbol type && TypeUses.OfOperand(type) == TypeUse.Hidden,
        _ => constant.Type is { } type && TypeUses.OfOperand(type) == TypeUse.Hidden,
    };
}
