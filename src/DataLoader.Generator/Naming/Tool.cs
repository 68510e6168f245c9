namespace DataLoader.Generator.Naming;

/// <summary>How the generator signs what it makes, and knows it again.</summary>
internal static class Tool
{
    public const string Name = "DataLoader.Generator";

    /// <summary>The constant that says why the loader of a method that breaks a rule does nothing.</summary>
    public const string FailureField = "_failure";

    /// <summary>The class that registers loaders, after the name of its module.</summary>
    public const string RegistrationClass = "BatchLoaderServices";
}
