namespace DataLoader.Generator.Diagnostics;

/// <summary>The ids of the rules. They are a contract with users' suppressions: never renamed, never reused.</summary>
internal static class RuleIds
{
    public const string NotStatic = "BL0001";
    public const string NotAccessible = "BL0002";
    public const string UnsupportedReturnType = "BL0003";
    public const string UnsupportedKeysParameter = "BL0004";
    public const string Generic = "BL0005";
    public const string UnsupportedParameter = "BL0006";
    public const string NullableKey = "BL0007";
    public const string LimitBelowOne = "BL0008";
    public const string DuplicateName = "BL0009";
    public const string NoName = "BL0010";
    public const string BadCacheKey = "BL0011";
    public const string BadKeyOf = "BL0012";
    public const string ForeignKey = "BL0013";
    public const string KeyWithoutValueEquality = "BL0014";
    public const string CacheKeyWithoutCache = "BL0015";
    public const string AnyOrderWithoutKeyOf = "BL0016";
    public const string SharedService = "BL0017";
    public const string UnprovenOrder = "BL0018";
    public const string AmbiguousParameter = "BL0019";
    public const string PerBatchWithoutContainer = "BL0020";
    public const string NoLoader = "BL0021";
    public const string LoaderCycle = "BL0022";
    public const string ListOfGroups = "BL0023";
    public const string UnlikelyService = "BL0024";
    public const string NoBatchLimit = "BL0025";
    public const string UnseenLoader = "BL0026";
    public const string CompiledCopy = "BL0027";
    public const string BadArgument = "BL0028";
    public const string ArgumentWithoutValueEquality = "BL0029";
    public const string MutableArgument = "BL0030";
    public const string CannotShare = "BL0031";
    public const string BadPartition = "BL0032";
    public const string MutableSharedValue = "BL0033";
    public const string ScopeOfSharedLoader = "BL0034";
    public const string AmbientState = "BL0035";
    public const string SharedOncePerRequest = "BL0036";
    public const string BadKeyComparer = "BL0045";

    public const string LoadInLoop = "BL1001";
    public const string BlockingLoad = "BL1002";
    public const string CapturedLoader = "BL1003";
    public const string SequentialLoads = "BL1004";
    public const string LoadsItself = "BL1005";
    public const string FirstKey = "BL1006";
    public const string ParallelLoad = "BL1007";
    public const string OpenFrame = "BL1008";
}
