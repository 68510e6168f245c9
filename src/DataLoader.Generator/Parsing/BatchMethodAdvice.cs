using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// What could be better about a batch method that is valid: warnings and advice, BL0014 to BL0018, BL0024, BL0025, BL0029, BL0030 and BL0033. They never stop the generator, so only the
/// analyzer asks for them.
/// </summary>
internal static class BatchMethodAdvice
{
    public static IReadOnlyList<Violation> For(BatchSignature signature)
    {
        if (signature.Checked is not { } types)
            return [];
        var advice = new List<Violation>();
        AttributeSettings settings = signature.Settings;
        ITypeSymbol identity = signature.CacheKey?.ReturnType ?? types.KeyType;

        if (settings is { Cache: true, KeyComparer: null } && ValueEquality.FindReference(identity) is { } reference)
        {
            if (signature.CacheKey is null)
                Add(RuleIds.KeyWithoutValueEquality, ViolationTarget.Parameter, 0, null, reference);
            else
                Add(RuleIds.KeyWithoutValueEquality, ViolationTarget.AttributeArgument, -1, nameof(AttributeSettings.CacheKey), reference);
        }

        if (settings is { CacheKey: not null, Cache: false })
            Add(RuleIds.CacheKeyWithoutCache, ViolationTarget.AttributeArgument, -1, nameof(AttributeSettings.CacheKey), settings.CacheKey);

        bool isList = signature.ResultShape is ResultShape.Values or ResultShape.Results;
        if (settings.AnyOrder && isList && (signature.KeyOf is null || signature.ResultShape == ResultShape.Results))
        {
            Add(
                RuleIds.AnyOrderWithoutKeyOf,
                ViolationTarget.AttributeArgument,
                -1,
                "Order",
                signature.KeyOf is null ? "without KeyOf nothing tells which key a value belongs to" : "a result that is an error has no key");
        }

        ITypeSymbol? database = null;
        bool hasContainer = signature.Compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null;
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            IParameterSymbol parameter = signature.Method.Parameters[i];
            if (signature.Roles[i] == ParameterRole.Argument)
            {
                if (ValueEquality.FindReference(parameter.Type) is { } byReference)
                    Add(RuleIds.ArgumentWithoutValueEquality, ViolationTarget.Parameter, i, null, byReference);
                else if (ArgumentsParser.FindMutable(parameter.Type) is { } mutable)
                    Add(RuleIds.MutableArgument, ViolationTarget.Parameter, i, null, $"{mutable.ContainingType.Name}.{mutable.Name}");
            }

            if (signature.Roles[i] == ParameterRole.Partition)
            {
                if (SharingParser.WhyNotEqual(parameter.Type) is { } reason)
                    Add(RuleIds.BadPartition, ViolationTarget.Parameter, i, null, reason);
                else if (hasContainer && IsUnlikelyService(parameter))
                    Add(RuleIds.UnlikelyService, ViolationTarget.Parameter, i, null, $"{Name(parameter.Type)} {parameter.Name}");
            }

            if (signature.Roles[i] != ParameterRole.Service)
                continue;
            if (!settings.PerBatch && SharedServices.Find(parameter.Type, signature.Compilation) is { } shared)
                Add(RuleIds.SharedService, ViolationTarget.Parameter, i, null, shared);
            if (SharedServices.IsDatabase(parameter.Type))
                database ??= parameter.Type;
            if (hasContainer && IsUnlikelyService(parameter))
                Add(RuleIds.UnlikelyService, ViolationTarget.Parameter, i, null, $"{Name(parameter.Type)} {parameter.Name}");
        }

        if (settings.IsShared && SharingParser.FindMutable(types.ValueType) is { } changeable)
            Add(RuleIds.MutableSharedValue, ViolationTarget.ReturnType, -1, null, changeable);

        if (database is not null && settings.MaxBatchSize == int.MaxValue)
            Add(RuleIds.NoBatchLimit, ViolationTarget.MethodName, -1, null, Name(database));

        if (isList && !settings.AnyOrder && settings.KeyOf is null && settings.MaxBatchSize > 1 && FindKeyMember(signature) is { } member)
            Add(RuleIds.UnprovenOrder, ViolationTarget.MethodName, -1, null, member);
        return advice;

        void Add(string id, ViolationTarget target, int parameter, string? property, string detail)
            => advice.Add(new() { RuleId = id, Target = target, Parameter = parameter, Property = property, Arguments = ImmutableArray.Create(signature.Method.Name, detail) });
    }

    /// <summary>
    /// The member of the value that most likely is its key: the one that the keys are named after (<c>codes</c>: <c>Code</c>), else <c>Id</c>, else
    /// the only one of the key's type, if it is called an id or a key.
    /// </summary>
    public static string? FindKeyMember(BatchSignature signature)
    {
        if (signature.ValueType is not { } value)
            return null;
        var candidates = new List<string>();
        for (ITypeSymbol? type = KeyOfParser.Underlying(value); type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } or IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false }
                    && IsKey(member)
                    && !candidates.Contains(member.Name))
                {
                    candidates.Add(member.Name);
                }
            }
        }

        string? named = null;
        foreach (string candidate in candidates)
        {
            if (IsNamedAfter(signature.Method.Parameters[0].Name, candidate) && (named is null || candidate.Length > named.Length))
                named = candidate;
        }

        if (named is not null)
            return named;
        if (IsKey(KeyOfParser.FindInValue(value, "Id", signature.Method.ContainingAssembly)))
            return "Id";
        return candidates is [var only] && (only.EndsWith("Id", StringComparison.Ordinal) || only.EndsWith("Key", StringComparison.Ordinal)) ? only : null;

        bool IsKey(ISymbol? member)
            => member is not null
                && SymbolEqualityComparer.Default.Equals(KeyOfParser.TypeOf(member), signature.KeyType)
                && KeyOfParser.IsReadable(member, signature.Method.ContainingAssembly);
    }

    /// <summary>Whether keys called <c>userCodes</c> or <c>codes</c> are those of a <c>Code</c>.</summary>
    private static bool IsNamedAfter(string keys, string member)
        => keys.EndsWith(member + "s", StringComparison.OrdinalIgnoreCase) || keys.EndsWith(member + "es", StringComparison.OrdinalIgnoreCase);

    private static bool IsUnlikelyService(IParameterSymbol parameter)
        => KnownTypes.IsPlainValue(KeyOfParser.Underlying(parameter.Type)) && !parameter.HasExplicitDefaultValue && KeyedService.Read(parameter) is null;

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
