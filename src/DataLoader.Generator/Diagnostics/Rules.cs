using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Diagnostics;

/// <summary>
/// The descriptors of all rules. Declaration rules take the method's name and, as their last argument, what the parser found wrong; usage
/// rules name the loader.
/// </summary>
internal static class Rules
{
    /// <summary>Where the pages of the rules are. One page for each id.</summary>
    public const string HelpLinkBase = "https://github.com/dataloader-dotnet/dataloader/blob/main/docs/diagnostics/";

    private const string Declaration = "DataLoader.Declaration";
    private const string Usage = "DataLoader.Usage";

    public static readonly DiagnosticDescriptor NotStatic = new(
        RuleIds.NotStatic, "A batch method is static", "Batch method '{0}' is no loader: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NotStatic + ".md");

    public static readonly DiagnosticDescriptor NotAccessible = new(
        RuleIds.NotAccessible, "A batch method is public or internal", "Batch method '{0}' can not be called by its loader: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NotAccessible + ".md");

    public static readonly DiagnosticDescriptor UnsupportedReturnType = new(
        RuleIds.UnsupportedReturnType, "A batch method returns its values in a shape a loader can read", "Batch method '{0}' has an unsupported return type: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.UnsupportedReturnType + ".md");

    public static readonly DiagnosticDescriptor UnsupportedKeysParameter = new(
        RuleIds.UnsupportedKeysParameter, "A batch method takes its keys first", "Batch method '{0}' has no usable keys parameter: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.UnsupportedKeysParameter + ".md");

    public static readonly DiagnosticDescriptor Generic = new(
        RuleIds.Generic, "A batch method is not generic", "Batch method '{0}' is generic: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.Generic + ".md");

    public static readonly DiagnosticDescriptor UnsupportedParameter = new(
        RuleIds.UnsupportedParameter, "A batch method takes plain parameters", "Batch method '{0}' has a parameter a loader can not fill: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.UnsupportedParameter + ".md");

    public static readonly DiagnosticDescriptor NullableKey = new(
        RuleIds.NullableKey, "A key is never null", "Batch method '{0}' has a nullable key: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NullableKey + ".md");

    public static readonly DiagnosticDescriptor LimitBelowOne = new(
        RuleIds.LimitBelowOne, "A limit is 1 or more", "Batch method '{0}' has a limit below 1: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.LimitBelowOne + ".md");

    public static readonly DiagnosticDescriptor DuplicateName = new(
        RuleIds.DuplicateName, "Two loaders have one name", "Batch method '{0}' makes a loader whose name is taken: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.DuplicateName + ".md");

    public static readonly DiagnosticDescriptor NoName = new(
        RuleIds.NoName, "A loader needs a name", "Batch method '{0}' makes a loader without a usable name: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NoName + ".md");

    public static readonly DiagnosticDescriptor BadCacheKey = new(
        RuleIds.BadCacheKey, "CacheKey names a static method of the key", "Batch method '{0}' has an unusable CacheKey: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadCacheKey + ".md");

    public static readonly DiagnosticDescriptor BadKeyOf = new(
        RuleIds.BadKeyOf, "KeyOf names the key of a value", "Batch method '{0}' has an unusable KeyOf: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadKeyOf + ".md");

    public static readonly DiagnosticDescriptor ForeignKey = new(
        RuleIds.ForeignKey, "Values come back by the keys that were asked for", "Batch method '{0}' returns values by another type than its keys: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.ForeignKey + ".md");

    public static readonly DiagnosticDescriptor KeyWithoutValueEquality = new(
        RuleIds.KeyWithoutValueEquality, "A key has value equality", "Batch method '{0}' has a key without value equality: {1}",
        Declaration, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.KeyWithoutValueEquality + ".md");

    public static readonly DiagnosticDescriptor CacheKeyWithoutCache = new(
        RuleIds.CacheKeyWithoutCache, "CacheKey without a cache does nothing", "Batch method '{0}' has a CacheKey that is never used: {1}",
        Declaration, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.CacheKeyWithoutCache + ".md");

    public static readonly DiagnosticDescriptor AnyOrderWithoutKeyOf = new(
        RuleIds.AnyOrderWithoutKeyOf, "Order = Any needs KeyOf", "Batch method '{0}' returns rows that can not be matched to keys: {1}",
        Declaration, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.AnyOrderWithoutKeyOf + ".md");

    public static readonly DiagnosticDescriptor SharedDbContext = new(
        RuleIds.SharedDbContext, "A DbContext is shared by concurrent batches", "Batch method '{0}' shares a DbContext with the other batches of the request: {1}",
        Declaration, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.SharedDbContext + ".md");

    public static readonly DiagnosticDescriptor UnprovenOrder = new(
        RuleIds.UnprovenOrder, "Nothing proves the order of the values", "Batch method '{0}' returns a list whose order nothing proves: {1}",
        Declaration, DiagnosticSeverity.Info, true, helpLinkUri: HelpLinkBase + RuleIds.UnprovenOrder + ".md");

    public static readonly DiagnosticDescriptor AmbiguousParameter = new(
        RuleIds.AmbiguousParameter, "A parameter has one meaning", "Batch method '{0}' has a parameter too many: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.AmbiguousParameter + ".md");

    public static readonly DiagnosticDescriptor PerBatchWithoutContainer = new(
        RuleIds.PerBatchWithoutContainer, "PerBatch needs a container", "Batch method '{0}' can not have a service scope for each batch: {1}",
        Declaration, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.PerBatchWithoutContainer + ".md");

    public static readonly DiagnosticDescriptor LoadInLoop = new(
        RuleIds.LoadInLoop, "A load is awaited inside a loop",
        "'{0}' is awaited in each round of a loop, which sends one batch for each key; load all keys before the loop with '{1}'",
        Usage, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.LoadInLoop + ".md");

    public static readonly DiagnosticDescriptor BlockingLoad = new(
        RuleIds.BlockingLoad, "A load is waited for by blocking",
        "'{1}' blocks the thread until the batch of '{0}' is back, and the batch may need this thread; await the load instead",
        Usage, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.BlockingLoad + ".md");

    public static readonly DiagnosticDescriptor CapturedLoader = new(
        RuleIds.CapturedLoader, "A loader outlives its request",
        "'{0}' keeps '{1}' beyond its request, so that one user's values are served to another; {2}",
        Usage, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.CapturedLoader + ".md");

    public static readonly DiagnosticDescriptor SequentialLoads = new(
        RuleIds.SequentialLoads, "Independent loads are awaited one after the other",
        "'{0}' starts only after '{1}' has been awaited although it does not need its result; start both, then await them",
        Usage, DiagnosticSeverity.Info, true, helpLinkUri: HelpLinkBase + RuleIds.SequentialLoads + ".md");

    public static readonly DiagnosticDescriptor LoadsItself = new(
        RuleIds.LoadsItself, "A batch method loads its own keys from its own loader",
        "Batch method '{0}' asks its own loader for a key of the batch it is loading, which waits for itself; fetch the key from the source",
        Usage, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.LoadsItself + ".md");

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Index();

    /// <summary>All rules, in the order of their ids.</summary>
    public static IEnumerable<DiagnosticDescriptor> All => ById.Values;

    /// <summary>The descriptor of an id.</summary>
    public static DiagnosticDescriptor Of(string id) => ById[id];

    private static Dictionary<string, DiagnosticDescriptor> Index()
    {
        var index = new Dictionary<string, DiagnosticDescriptor>();
        foreach (DiagnosticDescriptor rule in (DiagnosticDescriptor[])
            [
                NotStatic, NotAccessible, UnsupportedReturnType, UnsupportedKeysParameter, Generic, UnsupportedParameter, NullableKey, LimitBelowOne,
                DuplicateName, NoName, BadCacheKey, BadKeyOf, ForeignKey, KeyWithoutValueEquality, CacheKeyWithoutCache, AnyOrderWithoutKeyOf,
                SharedDbContext, UnprovenOrder, AmbiguousParameter, PerBatchWithoutContainer, LoadInLoop, BlockingLoad, CapturedLoader,
                SequentialLoads, LoadsItself,
            ])
        {
            index.Add(rule.Id, rule);
        }

        return index;
    }
}
