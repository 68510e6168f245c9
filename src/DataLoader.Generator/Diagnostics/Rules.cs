using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Diagnostics;

/// <summary>
/// The descriptors of all rules. Messages of declaration rules take the method's name and what the parser found; usage rules name the loader.
/// </summary>
internal static class Rules
{
    /// <summary>Where the pages of the rules are. One page for each id.</summary>
    public const string HelpLinkBase = "https://github.com/dataloader-dotnet/dataloader/blob/main/docs/diagnostics/";

    private const string DeclarationCategory = "DataLoader.Declaration";
    private const string UsageCategory = "DataLoader.Usage";

    public static readonly DiagnosticDescriptor NotStatic = new(
        RuleIds.NotStatic, "A batch method is static",
        "A loader calls batch method '{0}' without an instance, but {1}; make it a static method with a body, and take what it uses of its instance as parameters after the keys",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NotStatic + ".md");

    public static readonly DiagnosticDescriptor NotAccessible = new(
        RuleIds.NotAccessible, "A batch method is public or internal",
        "A loader cannot reach batch method '{0}' or what it mentions, because {1}",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NotAccessible + ".md");

    public static readonly DiagnosticDescriptor UnsupportedReturnType = new(
        RuleIds.UnsupportedReturnType, "A batch method returns its values in a shape a loader can read",
        "Batch method '{0}' cannot feed a loader: {1}; return Task<IReadOnlyList<TValue>>, or a dictionary, a lookup or a stream by key",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.UnsupportedReturnType + ".md");

    public static readonly DiagnosticDescriptor UnsupportedKeysParameter = new(
        RuleIds.UnsupportedKeysParameter, "A batch method takes its keys first",
        "Batch method '{0}' cannot be given keys: {1}; take IReadOnlyList<TKey> as the first parameter",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.UnsupportedKeysParameter + ".md");

    public static readonly DiagnosticDescriptor Generic = new(
        RuleIds.Generic, "A batch method is not generic",
        "A loader cannot choose type arguments for batch method '{0}', but {1}; write one batch method for each key and value type",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.Generic + ".md");

    public static readonly DiagnosticDescriptor UnsupportedParameter = new(
        RuleIds.UnsupportedParameter, "A batch method takes plain parameters",
        "A loader cannot fill all parameters of batch method '{0}': {1}; use a plain parameter",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.UnsupportedParameter + ".md");

    public static readonly DiagnosticDescriptor NullableKey = new(
        RuleIds.NullableKey, "A key is never null",
        "Batch method '{0}' is never asked for a null key, but {1}; make the key type non-nullable",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NullableKey + ".md");

    public static readonly DiagnosticDescriptor LimitBelowOne = new(
        RuleIds.LimitBelowOne, "A limit is 1 or more",
        "Batch method '{0}' could never be called, because {1}; use 1 or more, or leave it out for no limit",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.LimitBelowOne + ".md");

    public static readonly DiagnosticDescriptor DuplicateName = new(
        RuleIds.DuplicateName, "Two loaders have one name",
        "Batch method '{0}' gets no loader: {1}; give it a name of its own with [BatchLoader(\"Name\")]",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.DuplicateName + ".md",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NoName = new(
        RuleIds.NoName, "A loader needs a name",
        "Batch method '{0}' gets no loader, because {1}; name it with [BatchLoader(\"Name\")]",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NoName + ".md");

    public static readonly DiagnosticDescriptor BadCacheKey = new(
        RuleIds.BadCacheKey, "CacheKey names a static method of the key",
        "CacheKey of batch method '{0}' cannot be used: {1}; name a static method of the same type that takes a key",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadCacheKey + ".md");

    public static readonly DiagnosticDescriptor BadKeyComparer = new(
        RuleIds.BadKeyComparer, "KeyComparer names what compares keys",
        "KeyComparer of batch method '{0}' cannot be used: {1}; name a static property or field of the same type that compares the keys, or the cache keys where there are any",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadKeyComparer + ".md");

    public static readonly DiagnosticDescriptor BadKeyOf = new(
        RuleIds.BadKeyOf, "KeyOf names the key of a value",
        "KeyOf of batch method '{0}' cannot be used: {1}; name the property or field of the value that holds its key, or a static method beside it",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadKeyOf + ".md");

    public static readonly DiagnosticDescriptor ForeignKey = new(
        RuleIds.ForeignKey, "Values come back by the keys that were asked for",
        "The values of batch method '{0}' cannot be matched to keys: {1}; use one key type for both",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.ForeignKey + ".md");

    public static readonly DiagnosticDescriptor KeyWithoutValueEquality = new(
        RuleIds.KeyWithoutValueEquality, "A key has value equality",
        "Two equal keys of batch method '{0}' are loaded twice, because '{1}' is compared by reference; use a record, or name a CacheKey",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.KeyWithoutValueEquality + ".md");

    public static readonly DiagnosticDescriptor CacheKeyWithoutCache = new(
        RuleIds.CacheKeyWithoutCache, "CacheKey without a cache does nothing",
        "CacheKey '{1}' of batch method '{0}' is never called, because its cache is off; remove CacheKey or Cache = false",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.CacheKeyWithoutCache + ".md");

    public static readonly DiagnosticDescriptor AnyOrderWithoutKeyOf = new(
        RuleIds.AnyOrderWithoutKeyOf, "Order = Any needs KeyOf",
        "Order = Any of batch method '{0}' has no effect: {1}; add KeyOf, or return one value for each key in the order of the keys",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.AnyOrderWithoutKeyOf + ".md");

    public static readonly DiagnosticDescriptor SharedService = new(
        RuleIds.SharedService, "A service that serves one call at a time is shared by batches",
        "Batches of '{0}', and of other loaders, run at the same time and share one {1}, which serves one call at a time; set ServiceScope = BatchServiceScope.PerBatch or take a factory of it",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.SharedService + ".md");

    public static readonly DiagnosticDescriptor UnprovenOrder = new(
        RuleIds.UnprovenOrder, "Nothing proves the order of the values",
        "Nothing proves that the values of batch method '{0}' are in the order of its keys; add KeyOf = nameof(….{1}) to have each one checked",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.UnprovenOrder + ".md");

    public static readonly DiagnosticDescriptor AmbiguousParameter = new(
        RuleIds.AmbiguousParameter, "A parameter has one meaning",
        "Batch method '{0}' has a parameter of uncertain meaning: {1}; keep one of them",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.AmbiguousParameter + ".md");

    public static readonly DiagnosticDescriptor PerBatchWithoutContainer = new(
        RuleIds.PerBatchWithoutContainer, "PerBatch needs a container",
        "Batch method '{0}' cannot have services of its own for each batch: {1}; add the reference or remove ServiceScope",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.PerBatchWithoutContainer + ".md");

    public static readonly DiagnosticDescriptor NoLoader = new(
        RuleIds.NoLoader, "A batch method has a loader",
        "No loader was made for batch method '{0}', because {1}",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.NoLoader + ".md",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor LoaderCycle = new(
        RuleIds.LoaderCycle, "Loaders do not need each other to be made",
        "The loader of batch method '{0}' cannot be made, because it needs itself: {1}; set ServiceScope = BatchServiceScope.PerBatch on one of them, or take the loader that it needs out of its parameters",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.LoaderCycle + ".md",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ListOfGroups = new(
        RuleIds.ListOfGroups, "Groups are matched to keys by a lookup",
        "Batch method '{0}' returns a list of groups, but {1}; return an ILookup, which finds each group by its key",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.ListOfGroups + ".md");

    public static readonly DiagnosticDescriptor UnlikelyService = new(
        RuleIds.UnlikelyService, "A parameter after the keys is a service",
        "The loader of batch method '{0}' asks the container for '{1}', which hardly any container has; take the service that knows it, name it with [FromKeyedServices], give it a default, or mark it [BatchArgument] if each load knows it",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.UnlikelyService + ".md");

    public static readonly DiagnosticDescriptor NoBatchLimit = new(
        RuleIds.NoBatchLimit, "A batch over a database has a limit",
        "A batch of '{0}' may hold more keys than a statement of the database behind '{1}' can have parameters; set MaxBatchSize",
        DeclarationCategory, DiagnosticSeverity.Info, true, helpLinkUri: HelpLinkBase + RuleIds.NoBatchLimit + ".md");

    public static readonly DiagnosticDescriptor UnseenLoader = new(
        RuleIds.UnseenLoader, "A loader that an endpoint takes is seen by other generators",
        "ASP.NET Core generates the delegate of this endpoint and does not see the generated class '{0}'; declare a part of it with its base class, 'public sealed partial class {0} : BatchLoader<…>'",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.UnseenLoader + ".md");

    public static readonly DiagnosticDescriptor CompiledCopy = new(
        RuleIds.CompiledCopy, "Generated loaders are not compiled as source",
        "'{0}' was generated in an earlier build and is now compiled as source, so that no new one is generated; exclude the folder of generated files with <Compile Remove=\"…\" /> or write them to 'obj'",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.CompiledCopy + ".md");

    public static readonly DiagnosticDescriptor BadArgument = new(
        RuleIds.BadArgument, "A batch argument is a value that a load can give",
        "Batch method '{0}' takes as an argument what no load can give: {1}; remove [BatchArgument]",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadArgument + ".md");

    public static readonly DiagnosticDescriptor ArgumentWithoutValueEquality = new(
        RuleIds.ArgumentWithoutValueEquality, "A batch argument has value equality",
        "Loads of '{0}' with equal arguments share no batch, because '{1}' is compared by reference; use a record or another type with value equality",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.ArgumentWithoutValueEquality + ".md");

    public static readonly DiagnosticDescriptor MutableArgument = new(
        RuleIds.MutableArgument, "A batch argument does not change",
        "An argument of '{0}' can change while its keys wait, and its batch and what is remembered would then be those of another one: '{1}' can be set; make it init-only",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.MutableArgument + ".md");

    public static readonly DiagnosticDescriptor LoadInLoop = new(
        RuleIds.LoadInLoop, "A load is awaited inside a loop",
        "{0} is awaited in each round of a loop, which sends one batch for each key; load all keys before the loop with '{1}'",
        UsageCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.LoadInLoop + ".md");

    public static readonly DiagnosticDescriptor BlockingLoad = new(
        RuleIds.BlockingLoad, "A load is waited for by blocking",
        "'{1}' blocks the thread until the batch of '{0}' is back, and the batch may need this thread; await the load instead",
        UsageCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.BlockingLoad + ".md");

    public static readonly DiagnosticDescriptor CapturedLoader = new(
        RuleIds.CapturedLoader, "A loader outlives its request",
        "'{0}' keeps '{1}' beyond its request, so that one user's values are served to another; {2}",
        UsageCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.CapturedLoader + ".md");

    public static readonly DiagnosticDescriptor SequentialLoads = new(
        RuleIds.SequentialLoads, "Independent loads are awaited one after the other",
        "'{0}' starts only after '{1}' has been awaited although it does not need its result; start both, then await them",
        UsageCategory, DiagnosticSeverity.Info, true, helpLinkUri: HelpLinkBase + RuleIds.SequentialLoads + ".md");

    public static readonly DiagnosticDescriptor LoadsItself = new(
        RuleIds.LoadsItself, "A batch method loads its own keys from its own loader",
        "Batch method '{0}' asks its own loader for a key of the batch it is loading, which waits for itself; fetch the key from the source",
        UsageCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.LoadsItself + ".md");

    public static readonly DiagnosticDescriptor FirstKey = new(
        RuleIds.FirstKey, "What the first key says is used for all keys",
        "Batch method '{0}' reads '{1}' of its first key and of no other one, so that all keys of the batch are loaded as if theirs were the same; group the keys by it",
        UsageCategory, DiagnosticSeverity.Info, true, helpLinkUri: HelpLinkBase + RuleIds.FirstKey + ".md");

    public static readonly DiagnosticDescriptor ParallelLoad = new(
        RuleIds.ParallelLoad, "A load in parallel rounds splits its batch",
        "{0} is awaited in rounds of which a few run at a time, so that each batch holds a few keys; load all keys before, or start all rounds with 'Task.WhenAll'",
        UsageCategory, DiagnosticSeverity.Info, true, helpLinkUri: HelpLinkBase + RuleIds.ParallelLoad + ".md");

    public static readonly DiagnosticDescriptor OpenFrame = new(
        RuleIds.OpenFrame, "A frame is closed by 'using'",
        "What '{0}' opens may never be closed, and holds loads back until it is; put it into a 'using'",
        UsageCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.OpenFrame + ".md");

    public static readonly DiagnosticDescriptor CannotShare = new(
        RuleIds.CannotShare, "Requests cannot share what belongs to one of them",
        "Requests cannot share calls of batch method '{0}': {1}",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.CannotShare + ".md");

    public static readonly DiagnosticDescriptor BadPartition = new(
        RuleIds.BadPartition, "A partition is one value that can be compared",
        "Batch method '{0}' has a bad [Partition]: {1}",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.BadPartition + ".md");

    public static readonly DiagnosticDescriptor MutableSharedValue = new(
        RuleIds.MutableSharedValue, "A value that requests share does not change",
        "Requests may be given one instance of what batch method '{0}' returns, and '{1}' can be changed: what one request does to it, another one sees; return an immutable type",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.MutableSharedValue + ".md");

    public static readonly DiagnosticDescriptor ScopeOfSharedLoader = new(
        RuleIds.ScopeOfSharedLoader, "Shared calls have a service scope of their own",
        "Batch method '{0}' cannot take its services from the scope of a loader: {1}; remove ServiceScope",
        DeclarationCategory, DiagnosticSeverity.Error, true, helpLinkUri: HelpLinkBase + RuleIds.ScopeOfSharedLoader + ".md");

    public static readonly DiagnosticDescriptor AmbientState = new(
        RuleIds.AmbientState, "A shared call has no request around it",
        "Batch method '{0}' reads {1}, but a call that requests share has no request around it; take what it needs as a [Partition]",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.AmbientState + ".md");

    public static readonly DiagnosticDescriptor SharedOncePerRequest = new(
        RuleIds.SharedOncePerRequest, "Shared batches are made once",
        "'{0}' made here may be one for each request, which shares nothing; register it as a singleton, or keep it in a static field",
        DeclarationCategory, DiagnosticSeverity.Warning, true, helpLinkUri: HelpLinkBase + RuleIds.SharedOncePerRequest + ".md");

    /// <summary>The rules about the declaration of a batch method, which one analyzer reports.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> Declaration = ImmutableArray.Create(
        NotStatic, NotAccessible, UnsupportedReturnType, UnsupportedKeysParameter, Generic, UnsupportedParameter, NullableKey, LimitBelowOne,
        DuplicateName, NoName, BadCacheKey, BadKeyOf, ForeignKey, KeyWithoutValueEquality, CacheKeyWithoutCache, AnyOrderWithoutKeyOf,
        SharedService, UnprovenOrder, AmbiguousParameter, PerBatchWithoutContainer,
        NoLoader, LoaderCycle, ListOfGroups, UnlikelyService, NoBatchLimit, BadArgument, ArgumentWithoutValueEquality, MutableArgument,
        CannotShare, BadPartition, MutableSharedValue, ScopeOfSharedLoader, BadKeyComparer);

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Index();

    /// <summary>All rules, in the order of their ids.</summary>
    public static IEnumerable<DiagnosticDescriptor> All => ById.Values;

    /// <summary>The descriptor of an id.</summary>
    public static DiagnosticDescriptor Get(string id) => ById[id];

    private static Dictionary<string, DiagnosticDescriptor> Index()
    {
        var index = new Dictionary<string, DiagnosticDescriptor>();
        foreach (DiagnosticDescriptor rule in (DiagnosticDescriptor[])
            [.. Declaration, UnseenLoader, CompiledCopy, AmbientState, SharedOncePerRequest, LoadInLoop, BlockingLoad, CapturedLoader, SequentialLoads, LoadsItself, FirstKey, ParallelLoad, OpenFrame])
        {
            index.Add(rule.Id, rule);
        }

        return index;
    }
}
