namespace DataLoader.Generator;

/// <summary>The names of the pipeline's steps, by which tests ask what a keystroke made run again.</summary>
internal static class TrackingNames
{
    public const string ParseMethods = nameof(ParseMethods);
    public const string SelectLoaders = nameof(SelectLoaders);
    public const string GroupFiles = nameof(GroupFiles);
    public const string ReadModule = nameof(ReadModule);
    public const string ReadFacts = nameof(ReadFacts);
    public const string ListRegistrations = nameof(ListRegistrations);
}
