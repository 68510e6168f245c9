namespace DataLoader.Generator.Model;

/// <summary>What the registration is printed from.</summary>
/// <param name="ClassName">The class, whose name no other assembly has.</param>
/// <param name="Module">The module's name, if there is one.</param>
/// <param name="IsPreferred">Whether a call must find it before that of another assembly, which is visible too.</param>
/// <param name="Loaders">The loaders.</param>
internal sealed record Registration(string ClassName, string? Module, bool IsPreferred, EquatableArray<RegisteredLoader> Loaders);

/// <summary>One loader in the registration.</summary>
internal sealed record RegisteredLoader
{
    /// <summary>The loader as code names it.</summary>
    public required string Type { get; init; }

    /// <summary>Its <c>IBatchLoader</c> interface; null when another loader has the same.</summary>
    public required string? Interface { get; init; }

    /// <summary>What else it is registered as: the interfaces that the user gave it and no other loader.</summary>
    public required EquatableArray<string> OwnInterfaces { get; init; }

    public required bool PerBatch { get; init; }

    /// <summary>Whether its requests share calls, which a singleton makes.</summary>
    public bool IsShared { get; init; }

    /// <summary>What tells the requests apart that share none.</summary>
    public Service? Partition { get; init; }

    /// <summary>Whether the loader is obsolete, and may mention what only obsolete code can.</summary>
    public required bool IsObsolete { get; init; }

    public required EquatableArray<string> UseWarnings { get; init; }

    public required EquatableArray<Service> Services { get; init; }
}
