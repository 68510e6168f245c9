using System;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Reads the return type: what comes back, and in what form.</summary>
internal static class ResultParser
{
    public static void Parse(BatchSignature signature)
    {
        IMethodSymbol method = signature.Method;
        ITypeSymbol returned = method.ReturnType;
        if (method.RefKind != RefKind.None || returned.SpecialType == SpecialType.System_Void)
        {
            Refuse(signature);
            return;
        }

        if (TryParseTaskOfList(signature, returned) || !CanBeNamed(signature, returned, TypeUses.Of(returned), returned.IsRefLikeType))
            return;
        if (returned is not INamedTypeSymbol type)
        {
            Refuse(signature);
        }
        else if (KnownTypes.IsAsyncEnumerable(type))
        {
            if (type.TypeArguments[0] is INamedTypeSymbol pair && KnownTypes.IsKeyValuePair(pair))
                Take(signature, ResultShape.Stream, type, pair.TypeArguments[1], pair.TypeArguments[0]);
            else
                Refuse(signature);
        }
        else if (KnownTypes.IsTask(type) || KnownTypes.IsValueTask(type))
        {
            signature.IsValueTask = type.IsValueType;
            ParseResult(signature, type.TypeArguments[0]);
        }
        else
        {
            Refuse(signature);
        }
    }

    /// <summary>A task of an <c>IReadOnlyList</c>: the usual result, and the only one that can be read without a look at what a type implements.</summary>
    private static bool TryParseTaskOfList(BatchSignature signature, ITypeSymbol returned)
    {
        if (returned is not INamedTypeSymbol { Arity: 1 } task
            || !(KnownTypes.IsTask(task) || KnownTypes.IsValueTask(task))
            || task.TypeArguments[0] is not INamedTypeSymbol list
            || !KnownTypes.IsReadOnlyList(list))
            return false;
        ITypeSymbol value = list.TypeArguments[0];
        if (CanBeNamed(signature, value, value.IsRefLikeType ? TypeUse.Broken : TypeUses.Of(value), isRefLike: false))
        {
            signature.IsValueTask = task.IsValueType;
            TakeList(signature, list, value);
        }

        return true;
    }

    private static bool CanBeNamed(BatchSignature signature, ITypeSymbol type, TypeUse use, bool isRefLike)
    {
        switch (use)
        {
            case TypeUse.Broken when !isRefLike:
                signature.Break(type);
                return false;
            case TypeUse.Pointer:
                signature.Report(RuleIds.UnsupportedReturnType, ViolationTarget.ReturnType, "a result cannot hold pointers");
                return false;
            case TypeUse.Hidden:
                signature.Report(RuleIds.NotAccessible, ViolationTarget.ReturnType, "it returns a type that is private, protected or file-local; make the type internal or public");
                return false;
            default:
                return true;
        }
    }

    private static void ParseResult(BatchSignature signature, ITypeSymbol result)
    {
        // A dictionary may also be a list of its pairs: what has keys is matched by them.
        INamedTypeSymbol? found = Find(result, KnownTypes.IsReadOnlyDictionary, out bool several);
        if (found is not null && !several)
        {
            Take(signature, ResultShape.Dictionary, result, found.TypeArguments[1], found.TypeArguments[0]);
            return;
        }

        found ??= Find(result, KnownTypes.IsLookup, out several);
        if (found is not null && !several)
        {
            Take(signature, ResultShape.Lookup, result, found.TypeArguments[1], found.TypeArguments[0]);
            return;
        }

        found ??= Find(result, KnownTypes.IsReadOnlyList, out several);
        if (several)
        {
            signature.Report(
                RuleIds.UnsupportedReturnType,
                ViolationTarget.ReturnType,
                $"'{result.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is a '{found!.Name}' of more than one kind");
            return;
        }

        if (found is null)
        {
            Refuse(signature);
            return;
        }

        TakeList(signature, result, found.TypeArguments[0]);
    }

    private static void TakeList(BatchSignature signature, ITypeSymbol result, ITypeSymbol value)
    {
        if (KnownTypes.IsLoadResult(value))
        {
            Take(signature, ResultShape.Results, result, ((INamedTypeSymbol)value).TypeArguments[0], key: null);
        }
        else if (signature.Settings.KeyOf is null && value is INamedTypeSymbol group && KnownTypes.IsGrouping(group) && signature.IsKey(group.TypeArguments[0]))
        {
            signature.Report(RuleIds.ListOfGroups, ViolationTarget.ReturnType, "they stand in the order of the rows, and a key without rows has none");
            Take(signature, ResultShape.Lookup, result, group.TypeArguments[1], group.TypeArguments[0]);
        }
        else
        {
            Take(signature, ResultShape.Values, result, value, key: null);
        }
    }

    private static void Take(BatchSignature signature, ResultShape shape, ITypeSymbol result, ITypeSymbol value, ITypeSymbol? key)
    {
        // A collection of the user's own may reach further than what it holds.
        switch (TypeUses.Of(value))
        {
            case TypeUse.Broken:
                signature.Break(value);
                return;
            case TypeUse.Pointer or TypeUse.Hidden:
                signature.Report(RuleIds.NotAccessible, ViolationTarget.ReturnType, $"its value type '{value.Name}' cannot be named outside of its type or file; make it internal or public");
                return;
        }

        signature.ResultShape = shape;
        signature.ResultType = result;
        signature.ValueType = value;
        signature.ResultKey = key;
        if (key is not null && signature.KeyType is { } expected && !signature.IsKey(key))
        {
            signature.Report(
                RuleIds.ForeignKey,
                ViolationTarget.ReturnType,
                $"it returns values by '{key.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', but its keys are of type '{expected.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'");
        }
    }

    /// <summary>The interface among a type and what it implements; several, when it is implemented with different type arguments.</summary>
    private static INamedTypeSymbol? Find(ITypeSymbol type, Func<ITypeSymbol, bool> isWanted, out bool several)
    {
        several = false;
        if (isWanted(type))
            return (INamedTypeSymbol)type;
        INamedTypeSymbol? found = null;
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (isWanted(implemented))
            {
                several = found is not null;
                found ??= implemented;
                if (several)
                    break;
            }
        }

        return found;
    }

    private static void Refuse(BatchSignature signature)
        => signature.Report(
            RuleIds.UnsupportedReturnType,
            ViolationTarget.ReturnType,
            $"'{signature.Method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is not one of the types for results");
}
