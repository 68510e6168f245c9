namespace DataLoader.Generator.Naming;

/// <summary>How the generator signs what it makes, and knows it again.</summary>
internal static class Tool
{
    public const string Name = "DataLoader.Generator";
}
