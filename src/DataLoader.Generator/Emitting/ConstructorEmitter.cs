using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints what a loader is made from: its services, its scope, its options.</summary>
internal static class ConstructorEmitter
{
    public const string ScopeFactoryField = "_scopes";

    private static readonly Dependency[] ScopeFactory =
    [
        new()
        {
            Type = "global::Microsoft.Extensions.DependencyInjection.IServiceScopeFactory",
            Parameter = "scopes",
            Field = ScopeFactoryField,
            Comment = "Opens the scope that a batch takes its services from.",
        },
    ];

    public static void Write(SourceWriter writer, BatchMethod method)
    {
        Dependency[] dependencies = Dependencies(method);
        writer.Lines($$"""
            {{new Part<Dependency[]>(dependencies, WriteFields)}}

            /// <summary>Makes a loader.</summary>
            {{new Part<Dependency[]>(dependencies, WriteComments)}}
            /// <param name="scope">The request this loader belongs to; null gives it a scope of its own.</param>
            /// <param name="options">Settings that override the attribute's.</param>
            public {{Identifier.Escape(method.LoaderName)}}(
                {{new Part<Dependency[]>(dependencies, WriteParameters)}}
                global::DataLoader.LoaderScope? scope = null,
                global::DataLoader.BatchLoaderOptions<{{method.CacheKey?.Type ?? method.KeyType}}, {{method.ValueType}}>? options = null)
                : base(Definition, scope, options{{(method.KeyComparer is { } comparer ? ", " + comparer : null)}})
            {
                {{new Part<Dependency[]>(dependencies, WriteAssignments)}}
                {{new Part<BatchMethod>(method, WriteGuard)}}
            }
            """);
    }

    /// <summary>The entries of a value cache do not tell partitions apart.</summary>
    private static void WriteGuard(SourceWriter writer, BatchMethod method)
    {
        if (method.Partition is null)
            return;
        writer.Lines($"""
            if (options?.ValueCache is not null)
                throw new global::System.ArgumentException("{method.LoaderName}: a loader with a [Partition] takes no ValueCache, whose entries do not tell partitions apart.", nameof(options));
            """);
    }

    private static void WriteFields(SourceWriter writer, Dependency[] dependencies)
    {
        foreach (Dependency it in dependencies)
            writer.Lines($"private readonly {it.Type} {it.Field};");
    }

    private static void WriteComments(SourceWriter writer, Dependency[] dependencies)
    {
        foreach (Dependency it in dependencies)
            writer.Lines($"""/// <param name="{it.Parameter}">{it.Comment}</param>""");
    }

    private static void WriteParameters(SourceWriter writer, Dependency[] dependencies)
    {
        foreach (Dependency it in dependencies)
            writer.Lines($"{it.Attribute}{it.Type} {Identifier.Escape(it.Parameter)}{it.Default},");
    }

    private static void WriteAssignments(SourceWriter writer, Dependency[] dependencies)
    {
        foreach (Dependency it in dependencies)
            writer.Lines($"this.{it.Field} = {Identifier.Escape(it.Parameter)};");
    }

    private static Dependency[] Dependencies(BatchMethod method)
    {
        if (method.IsShared)
            return SharedDependencies(method);
        if (method.PerBatch)
            return ScopeFactory;
        var dependencies = new Dependency[method.Services.Count];
        bool canBeLeftOut = true;
        for (int i = dependencies.Length - 1; i >= 0; i--)
        {
            Service service = method.Services[i];

            // What is required cannot follow what is not.
            canBeLeftOut &= service.Default is not null;
            dependencies[i] = new()
            {
                Type = service.Type,
                Parameter = service.Parameter,
                Field = service.Field,
                Comment = "What the batch method is called with.",
                Attribute = service.Key is { } key ? $"[{key.Attribute}] " : null,
                Default = canBeLeftOut ? " = " + service.Default : null,
            };
        }

        return dependencies;
    }

    private static Dependency[] SharedDependencies(BatchMethod method)
    {
        Dependency shared = new() { Type = "Shared", Parameter = "shared", Field = SharedEmitter.Field, Comment = "The batches of this loader in this process." };
        if (method.Partition is not { } partition)
            return [shared];
        return
        [
            new()
            {
                Type = partition.Type,
                Parameter = partition.Parameter,
                Field = partition.Field,
                Comment = "Requests for which this is equal share calls of the batch method.",
                Attribute = partition.Key is { } key ? $"[{key.Attribute}] " : null,
            },
            shared,
        ];
    }

    /// <summary>Something that the constructor takes and the loader keeps.</summary>
    private sealed record Dependency
    {
        public required string Type { get; init; }

        public required string Parameter { get; init; }

        public required string Field { get; init; }

        public required string Comment { get; init; }

        public string? Attribute { get; init; }

        public string? Default { get; init; }
    }
}
