using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;

namespace DataLoader.CodeFixes;

/// <summary>The rules that a change of <c>[BatchLoader(…)]</c> cures.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AttributeFix)), Shared]
public sealed class AttributeFix() : DocumentFix(
    RuleIds.LimitBelowOne, RuleIds.DuplicateName, RuleIds.NoName, RuleIds.BadCacheKey, RuleIds.BadKeyComparer, RuleIds.BadKeyOf, RuleIds.CacheKeyWithoutCache,
    RuleIds.AnyOrderWithoutKeyOf, RuleIds.SharedService, RuleIds.UnprovenOrder, RuleIds.PerBatchWithoutContainer, RuleIds.NoBatchLimit, RuleIds.LoaderCycle,
    RuleIds.CannotShare, RuleIds.ScopeOfSharedLoader)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (site.Attribute is not { } attribute || site.ReadSignature() is not { } signature)
            yield break;
        switch (site.Diagnostic.Id)
        {
            case RuleIds.LimitBelowOne when site.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.NameEquals?.Name.Identifier.ValueText is { } limit:
                yield return Set($"Remove {limit}: no limit", "RemoveLimit", attribute.Unset(limit));
                yield return Set($"Set {limit} to 1", "SetLimitToOne", attribute.Set(limit, "1"));
                break;
            case RuleIds.DuplicateName or RuleIds.NoName when FreeLoaderName.Find(signature, site) is { } name:
                yield return Set($"Name the loader '{name}'", "NameLoader", attribute.SetName(name));
                break;
            case RuleIds.BadCacheKey:
                if (CacheKeyMethod(signature) is { } method)
                    yield return Set($"Use '{method}' as CacheKey", "UseCacheKey", attribute.Set("CacheKey", $"nameof({method})"));
                yield return Set("Remove CacheKey", "RemoveCacheKey", attribute.Unset("CacheKey"));
                break;
            case RuleIds.BadKeyComparer:
                if (KeyComparer(signature) is { } comparer)
                    yield return Set($"Use '{comparer}' as KeyComparer", "UseKeyComparer", attribute.Set("KeyComparer", $"nameof({comparer})"));
                yield return Set("Remove KeyComparer", "RemoveKeyComparer", attribute.Unset("KeyComparer"));
                break;
            case RuleIds.BadKeyOf:
                if (KeyOf(site, signature) is { } good)
                    yield return Set($"Use {good} as KeyOf", "UseKeyOf", attribute.Set("KeyOf", good));
                yield return Set("Remove KeyOf", "RemoveKeyOf", attribute.Unset("KeyOf"));
                break;
            case RuleIds.CacheKeyWithoutCache:
                yield return Set("Remove CacheKey", "RemoveCacheKey", attribute.Unset("CacheKey"));
                yield return Set("Turn the cache on", "TurnCacheOn", attribute.Unset("Cache"));
                break;
            case RuleIds.AnyOrderWithoutKeyOf:
                if (signature.ResultShape == ResultShape.Values && KeyOf(site, signature) is { } key)
                    yield return Set($"Add KeyOf = {key}", "AddKeyOf", attribute.Set("KeyOf", key));
                yield return Set("Remove Order: one value for each key, in the order of the keys", "RemoveOrder", attribute.Unset("Order"));
                break;
            case RuleIds.SharedService or RuleIds.LoaderCycle when site.Model.Compilation.GetTypeByMetadataName(ParametersParser.ServiceScopeFactory) is not null:
                yield return Set(
                    "Give each batch a service scope of its own", "UsePerBatch", attribute.Set("ServiceScope", site.Name("DataLoader", "BatchServiceScope") + ".PerBatch"));
                break;
            case RuleIds.UnprovenOrder when KeyOf(site, signature) is { } proof:
                Cure check = Set($"Add KeyOf = {proof}: check the order", "AddKeyOf", attribute.Set("KeyOf", proof));
                Cure sort = Set(
                    $"Add KeyOf = {proof} and Order = Any: put rows in order",
                    "AddKeyOfAndOrder",
                    attribute.Set("KeyOf", proof).Set("Order", site.Name("DataLoader", "ResultOrder") + ".Any"));
                bool canSort = signature.ResultShape == ResultShape.Values;
                bool isQuery = canSort && QueryResult.IsIn(site);
                if (isQuery)
                    yield return sort;
                yield return check;
                if (canSort && !isQuery)
                    yield return sort;
                break;
            case RuleIds.NoBatchLimit:
                yield return Set("Set MaxBatchSize to 1000", "SetMaxBatchSize", attribute.Set("MaxBatchSize", "1000"));
                break;
            case RuleIds.CannotShare:
                if (signature.Settings.CacheKey is not null)
                    yield return Set("Remove CacheKey", "RemoveCacheKey", attribute.Unset("CacheKey"));
                yield return Set("Remove Sharing: each request has calls of its own", "RemoveSharing", attribute.Unset("Sharing"));
                break;
            case RuleIds.PerBatchWithoutContainer when signature.Settings.IsShared:
                yield return Set("Remove Sharing: each request has calls of its own", "RemoveSharing", attribute.Unset("Sharing"));
                break;
            case RuleIds.PerBatchWithoutContainer or RuleIds.ScopeOfSharedLoader:
                yield return Set("Remove ServiceScope", "RemoveServiceScope", attribute.Unset("ServiceScope"));
                break;
        }

        Cure Set(string title, string key, AttributeSyntax changed) => site.Replace(title, key, attribute, changed);
    }

    /// <summary>The member of the value that is its key, as an expression.</summary>
    private static string? KeyOf(FixSite site, BatchSignature signature)
    {
        if (signature.ValueType is null || signature.KeyType is null || BatchMethodAdvice.FindKeyMember(signature) is not { } member)
            return null;
        ITypeSymbol value = KeyOfParser.Underlying(signature.ValueType).WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        return value is INamedTypeSymbol { IsTupleType: false, SpecialType: SpecialType.None } ? $"nameof({site.Name(value)}.{member})" : $"\"{member}\"";
    }

    /// <summary>The only member beside the batch method that compares its keys.</summary>
    private static string? KeyComparer(BatchSignature signature)
    {
        ISymbol[] members =
            [.. signature.Method.ContainingType.GetMembers().Where(member => member.CanBeReferencedByName && KeyComparerParser.Fits(signature, member))];
        return members is [var only] ? only.Name : null;
    }

    /// <summary>The only method beside the batch method that could be its CacheKey.</summary>
    private static string? CacheKeyMethod(BatchSignature signature)
    {
        string? only = null;
        foreach (ISymbol member in signature.Method.ContainingType.GetMembers())
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true, IsGenericMethod: false, ReturnsVoid: false, Parameters: [{ RefKind: RefKind.None } parameter] } method
                || !SymbolEqualityComparer.Default.Equals(parameter.Type, signature.KeyType)
                || TypeUses.OfMember(method) > TypeUse.Internal
                || KeysParser.IsNullable(method.ReturnType))
            {
                continue;
            }

            if (only is not null)
                return null;
            only = method.Name;
        }

        return only;
    }
}
