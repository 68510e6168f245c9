using System.Collections.Generic;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints what a loader is made from: its services, its scope, its options.</summary>
internal static class ConstructorEmitter
{
    public const string ScopeFactoryField = "_scopes";

    public static void Write(SourceWriter writer, BatchMethod method)
    {
        List<(string Type, string Parameter, string Field, string Attribute, string Default)> services = Services(method);
        foreach (var service in services)
            writer.Line($"private readonly {service.Type} {service.Field};");

        writer.Line();
        writer.Line("/// <summary>Makes a loader.</summary>");
        foreach (var service in services)
            writer.Line($"/// <param name=\"{service.Parameter.TrimStart('@')}\">{(method.PerBatch ? "Opens the scope that a batch takes its services from." : "What the batch method is called with.")}</param>");
        writer.Line("/// <param name=\"scope\">The request this loader belongs to; null gives it a scope of its own.</param>");
        writer.Line("/// <param name=\"options\">Settings that override the attribute's.</param>");

        writer.Line($"public {Identifier.Escape(method.LoaderName)}(");
        writer.Indent();
        foreach (var service in services)
            writer.Line($"{service.Attribute}{service.Type} {service.Parameter}{service.Default},");
        writer.Line("global::DataLoader.LoaderScope? scope = null,");
        writer.Line($"global::DataLoader.BatchLoaderOptions<{method.CacheKey?.Type ?? method.KeyType}, {method.ValueType}>? options = null)");
        writer.Line(": base(Definition, scope, options)");
        writer.Unindent();
        writer.Open();
        foreach (var service in services)
            writer.Line($"{service.Field} = {service.Parameter};");
        writer.Close();
    }

    public static string Field(Service service) => "_" + service.Name;

    private static List<(string Type, string Parameter, string Field, string Attribute, string Default)> Services(BatchMethod method)
    {
        var services = new List<(string, string, string, string, string)>();
        if (method.PerBatch)
        {
            services.Add(("global::Microsoft.Extensions.DependencyInjection.IServiceScopeFactory", "scopes", ScopeFactoryField, "", ""));
            return services;
        }

        foreach (Service service in method.Services)
        {
            string attribute = service.Key is null
                ? ""
                : $"[global::Microsoft.Extensions.DependencyInjection.FromKeyedServices({service.Key})] ";
            services.Add((service.Type, Parameter(service.Name, method), Field(service), attribute, service.IsOptional ? " = null" : ""));
        }

        return services;
    }

    /// <summary>The user's name for a service, unless the constructor needs that word for itself.</summary>
    private static string Parameter(string name, BatchMethod method)
    {
        if (name is not ("scope" or "options"))
            return Identifier.Escape(name);
        do
            name += "Service";
        while (IsTaken(name, method));
        return name;
    }

    private static bool IsTaken(string name, BatchMethod method)
    {
        foreach (Service service in method.Services)
        {
            if (service.Name == name)
                return true;
        }

        return false;
    }
}
