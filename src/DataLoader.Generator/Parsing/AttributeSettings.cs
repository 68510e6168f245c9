using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>What <c>[BatchLoader]</c> says.</summary>
internal sealed record AttributeSettings
{
    public const string AttributeName = "DataLoader.BatchLoaderAttribute";

    private static readonly AttributeSettings Default = new();

    private static readonly AttributeSettings Broken = new() { IsBroken = true };

    private AttributeSettings()
    {
    }

    /// <summary>Whether the attribute itself does not compile.</summary>
    public bool IsBroken { get; private init; }

    public string? Name { get; private init; }

    public int MaxBatchSize { get; private init; } = int.MaxValue;

    public int MaxConcurrentBatches { get; private init; } = int.MaxValue;

    public bool Cache { get; private init; } = true;

    public string? CacheKey { get; private init; }

    public string? KeyComparer { get; private init; }

    public string? KeyOf { get; private init; }

    public bool AnyOrder { get; private init; }

    /// <summary>What becomes of values that nobody asked for: the member of the enum, or null for the default.</summary>
    public string? Surplus { get; private init; }

    /// <summary>Whether the services of a batch come from a scope of its own. Requests that share a call have no other scope in common.</summary>
    public bool PerBatch { get; private init; }

    /// <summary>Whether requests share calls.</summary>
    public bool IsShared { get; private init; }

    /// <summary>Whether it is written that services come from the loader's scope.</summary>
    public bool WantsLoaderScope { get; private init; }

    public static AttributeSettings Read(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        if (attribute.AttributeConstructor is not { } constructor || arguments.Length != constructor.Parameters.Length)
            return Broken;

        AttributeSettings settings = Default;
        if (arguments.Length == 1)
        {
            if (arguments[0].Kind == TypedConstantKind.Error)
                return Broken;
            settings = settings with { Name = arguments[0].Value as string };
        }

        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Value.Kind == TypedConstantKind.Error)
                return Broken;
            object? value = argument.Value.Value;
            settings = argument.Key switch
            {
                nameof(MaxBatchSize) => settings with { MaxBatchSize = value as int? ?? int.MaxValue },
                nameof(MaxConcurrentBatches) => settings with { MaxConcurrentBatches = value as int? ?? int.MaxValue },
                nameof(Cache) => settings with { Cache = value as bool? ?? true },
                nameof(CacheKey) => settings with { CacheKey = value as string },
                nameof(KeyComparer) => settings with { KeyComparer = value as string },
                nameof(KeyOf) => settings with { KeyOf = value as string },
                "Order" => settings with { AnyOrder = value is 1 },
                nameof(Surplus) => settings with { Surplus = value switch { 1 => "Ignore", 2 => "Fail", _ => null } },
                "ServiceScope" => settings with { PerBatch = value is 1, WantsLoaderScope = value is 0 },
                "Sharing" => settings with { IsShared = value is 1 },
                _ => settings,
            };
        }

        return settings.IsShared ? settings with { PerBatch = true } : settings;
    }
}
