namespace DataLoader.Generator.Model;

/// <summary>What a load gives along with the key.</summary>
/// <param name="Name">The parameter of the loads, not escaped.</param>
/// <param name="Type">Its type as code names it.</param>
internal sealed record BatchArgument(string Name, string Type);
