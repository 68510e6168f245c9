namespace DataLoader.Generator.Naming;

/// <summary>How the generator signs what it makes, and knows it again.</summary>
internal static class Tool
{
    public const string Name = "DataLoader.Generator";

    /// <summary>The constant that says why the loader of a method that breaks a rule does nothing.</summary>
    public const string FailureField = "_failure";

    /// <summary>What the name of the class that registers loaders ends with, after those of its assembly and its module.</summary>
    public const string RegistrationClass = "BatchLoaderServices";

    /// <summary>The namespace of that class, which whoever registers services has imported.</summary>
    public const string RegistrationNamespace = "Microsoft.Extensions.DependencyInjection";
}
