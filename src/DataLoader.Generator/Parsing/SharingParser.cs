using System;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Judges what requests share: whose they are, and what of a request cannot go along.</summary>
internal static class SharingParser
{
    public static bool IsPartition(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && KnownTypes.IsPartition(type))
                return true;
        }

        return false;
    }

    /// <summary>Judges a marked parameter.</summary>
    /// <returns>Whether it is the partition.</returns>
    public static bool CheckPartition(BatchSignature signature, int index, ParameterRole role)
    {
        IParameterSymbol parameter = signature.Method.Parameters[index];
        if (WhyNot(signature, index, role) is { } reason)
        {
            signature.Report(RuleIds.BadPartition, index, reason);

            // A bad one is taken by the constructor all the same: the mistake is shown once, not where loaders are made too.
            return signature.Settings.IsShared && role == ParameterRole.Service && IsFirst(signature, index);
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

        return true;
    }

    /// <summary>Judges the rest, once the roles are known.</summary>
    public static void Check(BatchSignature signature)
    {
        if (!signature.Settings.IsShared)
            return;
        if (signature.Settings.WantsLoaderScope)
            signature.Report(RuleIds.ScopeOfSharedLoader, "ServiceScope", "requests that share a call have no scope in common");
        if (signature.Settings.CacheKey is not null)
            signature.Report(RuleIds.CannotShare, nameof(AttributeSettings.CacheKey), "what CacheKey leaves out of a key would come from another request's key");
        if (signature.ResultShape == ResultShape.Stream)
            signature.Report(RuleIds.CannotShare, ViolationTarget.ReturnType, "a stream cannot be given to several requests; return a list or a dictionary");
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] == ParameterRole.Loader)
                signature.Report(RuleIds.CannotShare, i, $"'{signature.Method.Parameters[i].Name}' is the loader of one request");
        }
    }

    /// <summary>Why the values of a partition's type do not divide requests; null if they do. Says the analyzer alone: it looks into other types.</summary>
    public static string? WhyNotEqual(ITypeSymbol type)
    {
        if (ValueEquality.FindReference(type) is { } reference)
            return $"'{reference}' is compared by reference, so that no two requests share anything; take the id of it";
        return ArgumentsParser.FindMutable(type) is { } mutable ? $"'{mutable.ContainingType.Name}.{mutable.Name}' can be changed while requests wait" : null;
    }

    /// <summary>What can change in a value that several requests are given; null if nothing is known to.</summary>
    public static string? FindMutable(ITypeSymbol value)
    {
        ITypeSymbol type = KeyOfParser.Underlying(value);
        if (FindOwnMutable(type) is { } own)
            return own;
        return type.SpecialType != SpecialType.System_String && KnownTypes.ElementOf(type) is { } element ? FindOwnMutable(KeyOfParser.Underlying(element)) : null;
    }

    private static string? FindOwnMutable(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol || IsMutableCollection(type))
            return type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return ArgumentsParser.FindMutable(type) is { } member ? $"{member.ContainingType.Name}.{member.Name}" : null;
    }

    private static string? WhyNot(BatchSignature signature, int index, ParameterRole role)
    {
        IParameterSymbol parameter = signature.Method.Parameters[index];
        string name = parameter.Name;
        if (!signature.Settings.IsShared)
            return $"'{name}' divides requests that share nothing; set Sharing = BatchSharing.Process, or remove [Partition]";
        switch (role)
        {
            case ParameterRole.Keys:
                return $"'{name}' are the keys";
            case ParameterRole.CancellationToken:
                return $"'{name}' is the token of the batch";
            case ParameterRole.Argument:
                return $"'{name}' is a batch argument, which divides the batches already";
            case ParameterRole.Loader:
                return $"'{name}' is the loader of one request";
        }

        if (!IsFirst(signature, index))
            return $"'{name}' is a second one; make them one record or tuple";
        if (parameter.Type.NullableAnnotation == NullableAnnotation.Annotated || parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
            return $"'{name}' can be null, which would be the partition of all requests that have none";
        return parameter.Type is { TypeKind: TypeKind.Interface } or { SpecialType: SpecialType.System_Object }
            ? $"'{name}' is of a type that does not tell what makes two of them equal; take the id of it"
            : null;
    }

    private static bool IsFirst(BatchSignature signature, int index)
    {
        ImmutableArray<IParameterSymbol> parameters = signature.Method.Parameters;
        for (int i = 0; i < index; i++)
        {
            if (IsPartition(parameters[i]))
                return false;
        }

        return true;
    }

    private static bool IsMutableCollection(ITypeSymbol type)
        => type is INamedTypeSymbol { ContainingNamespace: { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } } named
            && named.Name is "List" or "Dictionary" or "HashSet" or "SortedSet" or "SortedDictionary" or "LinkedList" or "Queue" or "Stack" or "SortedList"
                or "IList" or "ICollection" or "IDictionary" or "ISet";
}
