using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// The loader of a method that breaks a rule. Where its name, its key and its value are known, the class is there all the same: without it the
/// compiler would report each place that names it, stop before the analyzers, and never show the rule.
/// </summary>
internal static class StandIn
{
    /// <summary>The types of the class; null if there can be none. The signature learns how far it reaches.</summary>
    public static CheckedSignature? TypesOf(BatchSignature signature, Compilation compilation)
    {
        if (signature.IsHopeless || signature.LoaderName.Length == 0
            || Named(signature.KeyType ?? GuessKey(signature), compilation) is not { } key
            || Named(signature.ValueType ?? GuessValue(signature.Method.ReturnType), compilation) is not { } value)
            return null;

        // A mistake in the key's or value's nullability is one of the rules.
        key = KeyOfParser.Underlying(key).WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        signature.IsPublic = IsPublic(signature, key, value);
        if (ExistingType.WhyNot(signature, key, value) is not null)
            return null;
        return new() { KeyType = key, ValueType = value, ResultType = signature.ResultType ?? value };
    }

    /// <summary>Whether the constructor can take what the method does.</summary>
    public static bool CanTake(IParameterSymbol parameter, Compilation compilation)
        => ParametersParser.PendingLoader(parameter.Type) is not null || (!parameter.Type.IsRefLikeType && Named(parameter.Type, compilation) is not null);

    /// <summary>The first thing that is wrong, as the rule says it.</summary>
    public static string WhyNot(BatchSignature signature)
        => signature.Violations.Count > 0
            ? Failure.Of(signature.Violations[0].RuleId, [.. signature.Violations[0].Arguments])
            : Failure.Of(RuleIds.NoLoader, signature.Method.Name, signature.BrokenBecause ?? "it does not compile");

    private static ITypeSymbol? Named(ITypeSymbol? type, Compilation compilation)
        => type is not null && TypeUses.Of(type) <= TypeUse.Internal && ExternAliases.WhyHidden(type, compilation) is null ? type : null;

    /// <summary>Whatever the method itself says: it is what has to change, and a class that is too narrow would give an error of its own.</summary>
    private static bool IsPublic(BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        TypeUse use = TypeUses.Worst(TypeUses.Of(key), TypeUses.Of(value));
        if (signature.CacheKey is { } function)
            use = TypeUses.Worst(use, TypeUses.Of(function.ReturnType));
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            ITypeSymbol type = signature.Method.Parameters[i].Type;
            if (signature.Roles[i] is ParameterRole.Service or ParameterRole.Argument or ParameterRole.Partition && TypeUses.Of(type) <= TypeUse.Internal)
                use = TypeUses.Worst(use, TypeUses.Of(type));
        }

        return use == TypeUse.Public;
    }

    /// <summary>The element of a sequence that is not one of the types for keys; else a key that is asked for alone.</summary>
    private static ITypeSymbol? GuessKey(BatchSignature signature)
        => signature.Method.Parameters is [{ Type: var type }, ..] ? Element(type) ?? (type.IsRefLikeType ? null : type) : null;

    /// <summary>The value of a dictionary, or the element of a sequence, with or without a task; else the value of one key.</summary>
    private static ITypeSymbol? GuessValue(ITypeSymbol returned)
    {
        ITypeSymbol result = returned is INamedTypeSymbol { Arity: 1 } task && (KnownTypes.IsTask(task) || KnownTypes.IsValueTask(task)) ? task.TypeArguments[0] : returned;
        if (result is INamedTypeSymbol { Arity: 0, Name: "Task" or "ValueTask" })
            return null;
        ITypeSymbol element = Element(result) ?? (KnownTypes.IsAsyncEnumerable(result) ? ((INamedTypeSymbol)result).TypeArguments[0] : result);
        return KnownTypes.IsKeyValuePair(element) ? ((INamedTypeSymbol)element).TypeArguments[1] : element;
    }

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => null,
        INamedTypeSymbol { IsRefLikeType: true, Arity: 1 } span => span.TypeArguments[0],
        _ => KnownTypes.ElementOf(type),
    };
}
