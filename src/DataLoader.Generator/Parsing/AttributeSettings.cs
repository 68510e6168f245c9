using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>What <c>[BatchLoader]</c> says.</summary>
internal readonly struct AttributeSettings
{
    public const string AttributeName = "DataLoader.BatchLoaderAttribute";

    private AttributeSettings(bool isBroken) => IsBroken = isBroken;

    /// <summary>Whether the attribute itself does not compile.</summary>
    public bool IsBroken { get; }

    public string? Name { get; private init; }

    public int MaxBatchSize { get; private init; } = int.MaxValue;

    public int MaxConcurrentBatches { get; private init; } = int.MaxValue;

    public bool Cache { get; private init; } = true;

    public string? CacheKey { get; private init; }

    public string? KeyOf { get; private init; }

    public bool AnyOrder { get; private init; }

    public bool PerBatch { get; private init; }

    public static AttributeSettings Read(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        if (attribute.AttributeConstructor is not { } constructor || arguments.Length != constructor.Parameters.Length)
            return new(isBroken: true);

        var settings = new AttributeSettings(isBroken: false);
        if (arguments.Length == 1)
        {
            if (arguments[0].Kind == TypedConstantKind.Error)
                return new(isBroken: true);
            settings = settings with { Name = arguments[0].Value as string };
        }

        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Value.Kind == TypedConstantKind.Error)
                return new(isBroken: true);
            object? value = argument.Value.Value;
            settings = argument.Key switch
            {
                nameof(MaxBatchSize) => settings with { MaxBatchSize = value as int? ?? int.MaxValue },
                nameof(MaxConcurrentBatches) => settings with { MaxConcurrentBatches = value as int? ?? int.MaxValue },
                nameof(Cache) => settings with { Cache = value as bool? ?? true },
                nameof(CacheKey) => settings with { CacheKey = value as string },
                nameof(KeyOf) => settings with { KeyOf = value as string },
                "Order" => settings with { AnyOrder = value is 1 },
                "ServiceScope" => settings with { PerBatch = value is 1 },
                _ => settings,
            };
        }

        return settings;
    }
}
