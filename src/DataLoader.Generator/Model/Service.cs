namespace DataLoader.Generator.Model;

/// <summary>Something a batch method needs besides the keys.</summary>
internal sealed record Service
{
    /// <summary>The loader's constructor parameter, not escaped.</summary>
    public required string Parameter { get; init; }

    /// <summary>The loader's field.</summary>
    public required string Field { get; init; }

    /// <summary>The local variable of a batch that has services of its own.</summary>
    public required string Local { get; init; }

    /// <summary>The type as the constructor declares it.</summary>
    public required string Type { get; init; }

    /// <summary>The type that the container is asked for.</summary>
    public required string ContainerType { get; init; }

    /// <summary>The key of a keyed service as an expression; null if it has none.</summary>
    public required string? Key { get; init; }

    /// <summary>Whether the batch method says <c>= null</c>.</summary>
    public required bool IsOptional { get; init; }

    /// <summary>
    /// The simple name of a type that does not exist yet: most likely a loader that is generated in this very run.
    /// <see cref="Type"/> and <see cref="ContainerType"/> are empty until it is found.
    /// </summary>
    public required string? PendingLoader { get; init; }
}
