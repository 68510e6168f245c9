namespace DataLoader.Generator.Model;

/// <summary>The unit of output: all loaders of one containing type.</summary>
internal sealed record LoaderFile(string HintName, EquatableArray<BatchMethod> Methods);
