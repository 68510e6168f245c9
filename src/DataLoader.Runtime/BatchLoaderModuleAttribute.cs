namespace DataLoader;

/// <summary>
/// Names this assembly's set of loaders: <c>[assembly: BatchLoaderModule("Catalog")]</c> makes the generator emit a public
/// <c>AddCatalogBatchLoaders()</c> instead of an internal <c>AddBatchLoaders()</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BatchLoaderModuleAttribute : Attribute
{
    /// <summary>Names the module.</summary>
    /// <param name="name">The middle of the emitted method's name, a C# identifier.</param>
    public BatchLoaderModuleAttribute(string name) => Name = name;

    /// <summary>The middle of the emitted method's name.</summary>
    public string Name { get; }
}
