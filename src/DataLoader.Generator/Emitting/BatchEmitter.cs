using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints the call of the batch method.</summary>
internal static class BatchEmitter
{
    private const string Container = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    public static void Write(SourceWriter writer, BatchMethod method)
    {
        bool isStream = method.ResultShape == ResultShape.Stream;
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        if (isStream && !method.PerBatch)
        {
            writer.Line($"protected override global::System.Threading.Tasks.Task LoadBatchAsync(global::DataLoader.Batch<{method.KeyType}, {method.ValueType}> batch)");
            writer.Indent();
            writer.Start();
            writer.Add("=> ");
            AddStream(writer, method);
            writer.Add(";");
            writer.Line();
            writer.Unindent();
            return;
        }

        writer.Line($"protected override async global::System.Threading.Tasks.Task LoadBatchAsync(global::DataLoader.Batch<{method.KeyType}, {method.ValueType}> batch)");
        writer.Open();
        if (method.PerBatch)
        {
            writer.Line($"var scope = {Container}.CreateAsyncScope({ConstructorEmitter.ScopeFactoryField});");
            writer.Line("await using (global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait(scope, false))");
            writer.Open();
            WriteBody(writer, method);
            writer.Close();
        }
        else
        {
            WriteBody(writer, method);
        }

        writer.Close();
    }

    private static void WriteBody(SourceWriter writer, BatchMethod method)
    {
        if (method.PerBatch)
        {
            foreach (Service service in method.Services)
                writer.Line($"var {Local(service)} = {Resolve(service, "scope.ServiceProvider")};");
        }

        if (method.ResultShape == ResultShape.Stream)
        {
            writer.Start();
            writer.Add("await ");
            AddStream(writer, method);
            writer.Add(".ConfigureAwait(false);");
            writer.Line();
            return;
        }

        writer.Start();
        writer.Add("var task = ");
        AddCall(writer, method);
        writer.Add(method.IsValueTask ? ";" : " ?? throw batch.NullTask();");
        writer.Line();
        if (method.IsImmutableArray)
        {
            writer.Line("var values = await task.ConfigureAwait(false);");
            WriteSet(writer, method, "values.IsDefault ? null : values");
        }
        else
        {
            WriteSet(writer, method, method.ForgivesNulls ? "(await task.ConfigureAwait(false))!" : "await task.ConfigureAwait(false)");
        }
    }

    private static void WriteSet(SourceWriter writer, BatchMethod method, string result)
    {
        string guard = method.KeyOf is null ? "" : "<KeyOf>";
        switch (method.ResultShape)
        {
            case ResultShape.Results:
                writer.Line($"batch.SetResults{guard}({result});");
                break;
            case ResultShape.Dictionary:
                writer.Line($"batch.SetDictionary({result});");
                break;
            case ResultShape.Lookup:
                writer.Line($"global::DataLoader.LookupBatch.SetLookup<{method.KeyType}, {method.ElementType}>(batch, {result});");
                break;
            case var _ when method.AnyOrder && method.KeyOf is not null:
                writer.Line($"batch.SetRows{guard}({result});");
                break;
            default:
                writer.Line($"batch.SetValues{guard}({result});");
                break;
        }
    }

    private static void AddStream(SourceWriter writer, BatchMethod method)
    {
        writer.Add("batch.SetStreamAsync(");
        AddCall(writer, method);
        writer.Add(method.ForgivesNulls ? "!)" : ")");
    }

    private static void AddCall(SourceWriter writer, BatchMethod method)
    {
        writer.Add(method.ContainingType);
        writer.Add('.');
        writer.Add(Identifier.Escape(method.MethodName));
        writer.Add('(');
        int service = 0;
        for (int i = 0; i < method.Roles.Count; i++)
        {
            if (i > 0)
                writer.Add(", ");
            writer.Add(method.Roles[i] switch
            {
                ParameterRole.Keys => Keys(method),
                ParameterRole.CancellationToken => "batch.CancellationToken",
                ParameterRole.Loader => Itself(method),
                _ => ServiceArgument(method, method.Services[service++]),
            });
        }

        writer.Add(')');
    }

    private static string Itself(BatchMethod method)
        => (method.IsOverloaded ? $"(global::DataLoader.IBatchLoader<{method.KeyType}, {method.ValueType}>)this" : "this")
            + (method.ForgivesItself ? "!" : "");

    private static string Keys(BatchMethod method) => method.KeysShape switch
    {
        KeysShape.Array => method.IsOverloaded ? $"({method.KeysParameterType})batch.CopyKeys()" : "batch.CopyKeys()",
        KeysShape.List => $"new {method.KeysParameterType}(batch.Keys)",
        _ => method.IsOverloaded ? $"({method.KeysParameterType})batch.Keys" : "batch.Keys",
    };

    private static string ServiceArgument(BatchMethod method, Service service)
        => method.PerBatch ? Local(service) : ConstructorEmitter.Field(service);

    private static string Local(Service service) => "service" + char.ToUpperInvariant(service.Name[0]) + service.Name.Substring(1);

    /// <summary>Asks a container for a service; what is missing gives the container's own error.</summary>
    public static string Resolve(Service service, string provider) => service switch
    {
        { Key: { } key, IsOptional: true } =>
            $"global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetKeyedService<{service.ContainerType}>({provider}, {key})",
        { Key: { } key } =>
            $"global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<{service.ContainerType}>({provider}, {key})",
        { IsOptional: true } => $"{Container}.GetService<{service.ContainerType}>({provider})",
        _ => $"{Container}.GetRequiredService<{service.ContainerType}>({provider})",
    };
}
