using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints the call of the batch method.</summary>
internal static class BatchEmitter
{
    private const string Container = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    public static void Write(SourceWriter writer, BatchMethod method, string keyAndValue)
    {
        bool isStream = method.ResultShape == ResultShape.Stream;
        string head = $"global::System.Threading.Tasks.Task LoadBatchAsync(global::DataLoader.Batch<{keyAndValue}> batch)";
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        if (isStream && !method.PerBatch)
        {
            writer.Line("protected override " + head);
            writer.Indent();
            writer.Line($"=> batch.SetStreamAsync({Call(method)}{Forgiving(method)});");
            writer.Unindent();
            return;
        }

        writer.Line("protected override async " + head);
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
            writer.Line($"await batch.SetStreamAsync({Call(method)}{Forgiving(method)}).ConfigureAwait(false);");
            return;
        }

        writer.Line($"var task = {Call(method)}{(method.IsValueTask ? "" : " ?? throw batch.NullTask()")};");
        if (method.IsImmutableArray)
        {
            writer.Line("var values = await task.ConfigureAwait(false);");
            writer.Line(Set(method, "values.IsDefault ? null : values"));
        }
        else
        {
            writer.Line(Set(method, method.ForgivesNulls ? "(await task.ConfigureAwait(false))!" : "await task.ConfigureAwait(false)"));
        }
    }

    private static string Set(BatchMethod method, string result)
    {
        string guard = method.KeyOf is null ? "" : "<KeyOf>";
        return method.ResultShape switch
        {
            ResultShape.Results => $"batch.SetResults{guard}({result});",
            ResultShape.Dictionary => $"batch.SetDictionary({result});",
            ResultShape.Lookup => $"global::DataLoader.LookupBatch.SetLookup<{method.KeyType}, {method.ElementType}>(batch, {result});",
            _ when method.AnyOrder && method.KeyOf is not null => $"batch.SetRows{guard}({result});",
            _ => $"batch.SetValues{guard}({result});",
        };
    }

    private static string Forgiving(BatchMethod method) => method.ForgivesNulls ? "!" : "";

    private static string Call(BatchMethod method)
    {
        var arguments = new string[method.Roles.Count];
        int service = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = method.Roles[i] switch
            {
                ParameterRole.Keys => Keys(method),
                ParameterRole.CancellationToken => "batch.CancellationToken",
                ParameterRole.Loader => Itself(method),
                _ => ServiceArgument(method, method.Services[service++]),
            };
        }

        return $"{method.Method}({string.Join(", ", arguments)})";
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
