namespace DataLoader.Generator;

/// <summary>The names of the pipeline's steps, by which tests ask what a keystroke made run again.</summary>
internal static class TrackingNames
{
    public const string ReadDeclarations = nameof(ReadDeclarations);
    public const string FindFiles = nameof(FindFiles);
    public const string ParseFiles = nameof(ParseFiles);
    public const string SelectLoaders = nameof(SelectLoaders);
    public const string GroupFiles = nameof(GroupFiles);
    public const string ReadEndpoints = nameof(ReadEndpoints);
    public const string ReadModule = nameof(ReadModule);
    public const string ReadFacts = nameof(ReadFacts);
    public const string ListRegistrations = nameof(ListRegistrations);
}
