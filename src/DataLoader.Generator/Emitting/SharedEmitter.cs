using DataLoader.Generator.Model;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints what a loader has whose requests share calls: the class that makes them. Their partition is the request's and the arguments of the load.</summary>
internal static class SharedEmitter
{
    public const string Field = "_shared";

    private const string ScopeFactory = "global::Microsoft.Extensions.DependencyInjection.IServiceScopeFactory";

    /// <summary>What must be equal for requests to share a call.</summary>
    public static string PartitionType(BatchMethod method) => method switch
    {
        { Partition: { } partition, IsFamily: true } => $"({partition.Type}, {FamilyEmitter.ArgumentType(method)})",
        { Partition: { } partition } => partition.Type,
        { IsFamily: true } => $"global::System.ValueTuple<{FamilyEmitter.ArgumentType(method)}>",
        _ => "global::System.ValueTuple",
    };

    /// <summary>The request's part of it, where the batch method is called.</summary>
    public static string Partition(BatchMethod method) => method.IsFamily ? "partition.Item1" : "partition";

    /// <summary>The arguments in it, where the batch method is called.</summary>
    public static string Arguments(BatchMethod method) => method.Partition is null ? "partition.Item1" : "partition.Item2";

    public static void Write(SourceWriter writer, BatchMethod method)
    {
        writer.Lines($$"""
            protected override global::System.Threading.Tasks.Task LoadBatchAsync({{FamilyEmitter.BatchParameter(method)}}global::DataLoader.Batch<{{method.KeyType}}, {{method.ValueType}}> batch)
                => this.{{Field}}.LoadAsync({{PartitionOfLoader(method)}}, batch);

            /// <summary>The batches of this loader in this process: one for all requests. <c>AddBatchLoaders</c> registers it as a singleton.</summary>
            public sealed class Shared : global::DataLoader.SharedBatches<{{PartitionType(method)}}, {{method.KeyType}}, {{method.ValueType}}>
            {
                {{(method.PerBatch ? $"private readonly {ScopeFactory} {ConstructorEmitter.ScopeFactoryField};" : null)}}
                {{(method.PerBatch ? "" : null)}}
                /// <summary>Makes the batches of a process.</summary>
                {{(method.PerBatch ? "/// <param name=\"scopes\">Opens the scope that a call takes its services from.</param>" : null)}}
                /// <param name="options">Settings that override the attribute's.</param>
                public Shared({{(method.PerBatch ? ScopeFactory + " scopes, " : null)}}global::DataLoader.SharedBatchesOptions? options = null)
                    : base({{new Part<BatchMethod>(method, WriteDefinition)}}, options)
                {
                    {{(method.PerBatch ? $"this.{ConstructorEmitter.ScopeFactoryField} = scopes;" : null)}}
                }

                /// <inheritdoc/>
                {{new Part<BatchMethod>(method, BatchEmitter.Write)}}
            }
            """);
    }

    private static void WriteDefinition(SourceWriter writer, BatchMethod method)
    {
        writer.Add($"new global::DataLoader.BatchLoaderDefinition(\"{method.LoaderName}\")");
        string? size = LoaderEmitter.Limit("MaxBatchSize", method.MaxBatchSize);
        string? calls = LoaderEmitter.Limit("MaxConcurrentBatches", method.MaxConcurrentBatches);
        if (size is not null || calls is not null)
            writer.Add($" {{ {size}{(size is not null && calls is not null ? " " : null)}{calls} }}");
    }

    private static string PartitionOfLoader(BatchMethod method) => method switch
    {
        { Partition: { } partition, IsFamily: true } => $"(this.{partition.Field}, argument)",
        { Partition: { } partition } => $"this.{partition.Field}",
        { IsFamily: true } => $"new {PartitionType(method)}(argument)",
        _ => "default",
    };
}
