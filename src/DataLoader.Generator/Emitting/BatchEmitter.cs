using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints the call of the batch method.</summary>
internal static class BatchEmitter
{
    private const string Task = "global::System.Threading.Tasks.Task";

    public static void Write(SourceWriter writer, BatchMethod method)
    {
        string parameter = (method.IsShared ? SharedEmitter.PartitionType(method) + " partition, " : FamilyEmitter.BatchParameter(method)) + $"global::DataLoader.Batch<{method.KeyType}, {method.ValueType}> batch";
        if (method.Failure is not null)
        {
            writer.Lines($"""
                protected override {Task} LoadBatchAsync({parameter})
                    => throw new global::System.InvalidOperationException({Tool.FailureField});
                """);
        }
        else if (method is { ResultShape: ResultShape.Stream, PerBatch: false })
        {
            writer.Lines($"""
                protected override {Task} LoadBatchAsync({parameter})
                    => {new Part<BatchMethod>(method, WriteStream)};
                """);
        }
        else if (method.PerBatch)
        {
            writer.Lines($$"""
                protected override async {{Task}} LoadBatchAsync({{parameter}})
                {
                    global::Microsoft.Extensions.DependencyInjection.AsyncServiceScope scope = {{ServiceResolution.Extensions}}.CreateAsyncScope({{ConstructorEmitter.ScopeFactoryField}});
                    try
                    {
                        {{new Part<BatchMethod>(method, WriteServices)}}
                        {{new Part<BatchMethod>(method, WriteBody)}}
                    }
                    finally
                    {
                        await batch.ReleaseAsync(scope).ConfigureAwait(false);
                    }
                }
                """);
        }
        else
        {
            writer.Lines($$"""
                protected override async {{Task}} LoadBatchAsync({{parameter}})
                {
                    {{new Part<BatchMethod>(method, WriteBody)}}
                }
                """);
        }
    }

    private static void WriteServices(SourceWriter writer, BatchMethod method)
    {
        foreach (Service service in method.Services)
            writer.Lines($"{service.Type} {service.Local} = {ServiceResolution.Write(service, "scope.ServiceProvider")};");
    }

    /// <summary>No <c>var</c>: a type of that name would be meant by it.</summary>
    private static void WriteBody(SourceWriter writer, BatchMethod method)
    {
        if (method.ResultShape == ResultShape.Stream)
        {
            writer.Lines($"await {new Part<BatchMethod>(method, WriteStream)}.ConfigureAwait(false);");
        }
        else if (method.IsImmutableArray)
        {
            writer.Lines($$"""{{Set(method)}}({{new Part<BatchMethod>(method, WriteAwaited)}} is { IsDefault: false } values ? values : null);""");
        }
        else
        {
            Part<BatchMethod> awaited = new(method, WriteAwaited);
            writer.Lines($"{Set(method)}({SetLookup(method)}{(method.NeedsBang ? "(" : null)}{awaited}{(method.NeedsBang ? ")!" : null)});");
        }
    }

    private static void WriteAwaited(SourceWriter writer, BatchMethod method)
    {
        writer.Add(method.IsValueTask ? "await " : "await (");
        WriteCall(writer, method);
        writer.Add(method.IsValueTask ? ".ConfigureAwait(false)" : " ?? throw batch.NullTask()).ConfigureAwait(false)");
    }

    private static string Set(BatchMethod method)
    {
        string? guard = method.KeyOf is null ? null : "<KeyOf>";
        return method.ResultShape switch
        {
            ResultShape.Results => $"batch.SetResults{guard}",
            ResultShape.Rows => $"batch.SetRows{guard}",
            ResultShape.Dictionary => "batch.SetDictionary",
            ResultShape.Lookup => $"global::DataLoader.LookupBatch.SetLookup<{method.KeyType}, {method.ElementType}>",
            _ => $"batch.SetValues{guard}",
        };
    }

    /// <summary>The lookup's method is an extension, called as what it is.</summary>
    private static string? SetLookup(BatchMethod method) => method.ResultShape == ResultShape.Lookup ? "batch, " : null;

    private static void WriteStream(SourceWriter writer, BatchMethod method)
    {
        writer.Add("batch.SetStreamAsync(");
        WriteCall(writer, method);
        writer.Add(method.NeedsBang ? "!)" : ")");
    }

    private static void WriteCall(SourceWriter writer, BatchMethod method)
    {
        writer.Add(method.ContainingType);
        writer.Add(".");
        writer.Add(Identifier.Escape(method.MethodName));
        int service = 0;
        int argument = 0;
        for (int i = 0; i < method.Roles.Count; i++)
        {
            writer.Add(i == 0 ? "(" : ", ");
            writer.Add(method.Roles[i] switch
            {
                ParameterRole.Keys => KeysArgument(method),
                ParameterRole.CancellationToken => "batch.CancellationToken",
                ParameterRole.Loader => SelfArgument(method),
                ParameterRole.Argument => FamilyEmitter.Pass(method, argument++),
                ParameterRole.Partition => SharedEmitter.Partition(method),
                _ => ServiceArgument(method, method.Services[service++]),
            });
        }

        writer.Add(")");
    }

    private static string SelfArgument(BatchMethod method)
        => (method.IsOverloaded ? $"(global::DataLoader.IBatchLoader<{method.KeyType}, {method.ValueType}>)" : null)
            + (method.IsFamily ? "With(argument)" : "this")
            + (method.NeedsBangForSelf ? "!" : "");

    private static string KeysArgument(BatchMethod method) => method.KeysShape switch
    {
        KeysShape.Array => method.IsOverloaded ? $"({method.KeysParameterType})batch.CopyKeys()" : "batch.CopyKeys()",
        KeysShape.List => $"new {method.KeysParameterType}(batch.Keys)",
        _ => method.IsOverloaded ? $"({method.KeysParameterType})batch.Keys" : "batch.Keys",
    };

    private static string ServiceArgument(BatchMethod method, Service service) => (method.PerBatch ? service.Local : service.Field) + (service.NeedsBang ? "!" : "");
}
