using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads the parameters that every load gives along with the key.</summary>
internal static class ArgumentsParser
{
    public static bool IsMarked(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && KnownTypes.IsBatchArgument(type))
                return true;
        }

        return false;
    }

    /// <summary>Judges a marked parameter.</summary>
    public static void Check(BatchSignature signature, int index)
    {
        IParameterSymbol parameter = signature.Method.Parameters[index];
        if (WhyNot(parameter, index) is { } reason)
        {
            signature.Report(RuleIds.BadArgument, index, reason);
            return;
        }

        switch (TypeUses.Of(parameter.Type))
        {
            case TypeUse.Broken when !parameter.Type.IsRefLikeType:
                signature.BreakService(parameter.Type);
                break;
            case TypeUse.Hidden:
                signature.Report(RuleIds.NotAccessible, index, $"the type of '{parameter.Name}' is private, protected or file-local; make it internal or public");
                break;
        }
    }

    /// <summary>The arguments, with names that meet nothing in the loads that take them.</summary>
    public static EquatableArray<BatchArgument> Read(BatchSignature signature)
    {
        List<BatchArgument>? arguments = null;
        ImmutableArray<IParameterSymbol> parameters = signature.Method.Parameters;
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] == ParameterRole.Argument)
                (arguments ??= []).Add(new(NameOf(parameters[i].Name, parameters), TypeNames.Of(parameters[i].Type)));
        }

        return new(arguments?.ToArray());
    }

    /// <summary>The type of all arguments together: a tuple of several. Null if there is none.</summary>
    public static string? TypesOf(BatchSignature signature, Func<ITypeSymbol, string> write)
    {
        var types = new List<string>();
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] == ParameterRole.Argument)
                types.Add(write(signature.Method.Parameters[i].Type));
        }

        return types.Count switch
        {
            0 => null,
            1 => types[0],
            _ => $"({string.Join(", ", types)})",
        };
    }

    /// <summary>What can change in an argument after a load was given it: a property or field of a class of this project. Null if nothing can.</summary>
    public static ISymbol? FindMutable(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None, DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, SetMethod: { IsInitOnly: false, DeclaredAccessibility: not Accessibility.Private } }
                    or IFieldSymbol { IsStatic: false, IsReadOnly: false, IsImplicitlyDeclared: false, DeclaredAccessibility: not Accessibility.Private })
                    return member;
            }
        }

        return null;
    }

    private static string? WhyNot(IParameterSymbol parameter, int index)
    {
        if (index == 0)
            return $"'{parameter.Name}' are the keys";
        if (KnownTypes.IsCancellationToken(parameter.Type))
            return $"'{parameter.Name}' is the token of the batch, which has that of no single load";
        if (KeyedService.Read(parameter) is not null)
            return $"'{parameter.Name}' is a service, as its [FromKeyedServices] says";
        return KnownTypes.IsLoader(parameter.Type) || SharedServices.IsDatabase(parameter.Type) || KnownTypes.IsOneCallAtATime(parameter.Type)
            ? $"'{parameter.Name}' is a service of the type '{parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'"
            : null;
    }

    private static string NameOf(string name, ImmutableArray<IParameterSymbol> given)
    {
        while (name is "key" or "keys" or "cancellationToken")
        {
            do
                name += "Argument";
            while (IsGiven(name, given));
        }

        return name;
    }

    private static bool IsGiven(string name, ImmutableArray<IParameterSymbol> given)
    {
        foreach (IParameterSymbol parameter in given)
        {
            if (string.Equals(parameter.Name, name, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
