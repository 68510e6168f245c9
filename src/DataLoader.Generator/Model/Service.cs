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

    /// <summary>The key of a keyed service; null if it has none.</summary>
    public required ServiceKey? Key { get; init; }

    /// <summary>The expression that stands in for a service that is not registered; null if the service is required.</summary>
    public required string? Default { get; init; }

    /// <summary>Whether the type is one of values, for which the container has no null.</summary>
    public required bool IsValueType { get; init; }

    /// <summary>Whether the batch method takes a null by default that its parameter's type does not allow.</summary>
    public required bool NeedsBang { get; init; }

    /// <summary>
    /// The simple name of a type that does not exist yet: most likely a loader that is generated in this very run.
    /// <see cref="Type"/> and <see cref="ContainerType"/> are empty until it is found.
    /// </summary>
    public required string? PendingLoader { get; init; }

    /// <summary>The namespaces in which the pending loader is looked for, the nearest first.</summary>
    public required EquatableArray<string> LookedForIn { get; init; }
}

/// <summary>What a keyed service is registered under.</summary>
/// <param name="Expression">The key.</param>
/// <param name="Attribute">The attribute that says so to a container.</param>
internal sealed record ServiceKey(string Expression, string Attribute);
