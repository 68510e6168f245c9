using System.Collections.Generic;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints <c>AddBatchLoaders()</c>: lambdas, so that no container needs reflection.</summary>
internal static class RegistrationEmitter
{
    private const string Container = "global::Microsoft.Extensions.DependencyInjection.";

    public static void Emit(SourceProductionContext context, Registration? registration)
    {
        if (registration is null)
            return;
        string className = registration.Module + Registrations.ClassName;
        var writer = new SourceWriter();
        writer.Header(UseWarnings(registration));
        writer.Line("namespace DataLoader");
        writer.Open();
        writer.Line("/// <summary>Registers the batch loaders of this assembly.</summary>");
        writer.Line(LoaderEmitter.GeneratedCode);
        writer.Line($"{(registration.Module is null ? "internal" : "public")} static class {className}");
        writer.Open();
        writer.Line("/// <summary>Adds the batch loaders of this assembly and the scope that they share, one of each for a request. What is registered already stays.</summary>");
        writer.Line("/// <param name=\"services\">The services of the application.</param>");
        writer.Line("/// <returns>The same services.</returns>");
        writer.Line($"public static {Container}IServiceCollection Add{registration.Module}BatchLoaders(this {Container}IServiceCollection services)");
        writer.Open();
        writer.Line("Add(services, static _ => new global::DataLoader.LoaderScope());");
        foreach (RegisteredLoader loader in registration.Loaders)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            writer.Line();
            writer.Line($"Add(services, static provider => new {loader.Type}(");
            writer.Indent();
            foreach (string argument in Arguments(loader))
                writer.Line(argument + ",");
            writer.Line("Get<global::DataLoader.LoaderScope>(provider)));");
            writer.Unindent();
            if (loader.Interface is { } @interface)
                writer.Line($"Add<{@interface}>(services, static provider => Get<{loader.Type}>(provider));");
        }

        writer.Line();
        writer.Line("return services;");
        writer.Close();
        writer.Line();
        writer.Line($"private static void Add<T>({Container}IServiceCollection services, global::System.Func<global::System.IServiceProvider, T> create)");
        WriteHelper(writer, "where T : class", $"{Container}Extensions.ServiceCollectionDescriptorExtensions.TryAddScoped(services, create);");
        writer.Line();
        writer.Line("private static T Get<T>(global::System.IServiceProvider provider)");
        WriteHelper(writer, "where T : notnull", $"{Container}ServiceProviderServiceExtensions.GetRequiredService<T>(provider);");
        writer.Close();
        writer.Close();
        context.AddSource($"DataLoader.{className}.g.cs", writer.ToSourceText());
    }

    private static SortedSet<string>? UseWarnings(Registration registration)
    {
        SortedSet<string>? ids = null;
        foreach (RegisteredLoader loader in registration.Loaders)
        {
            if (loader.UseWarnings.Count > 0)
                (ids ??= new(System.StringComparer.Ordinal)).UnionWith(loader.UseWarnings);
        }

        return ids;
    }

    private static IEnumerable<string> Arguments(RegisteredLoader loader)
    {
        if (loader.PerBatch)
        {
            yield return $"Get<{Container}IServiceScopeFactory>(provider)";
            yield break;
        }

        foreach (Service service in loader.Services)
        {
            yield return service is { Key: null, IsOptional: false }
                ? $"Get<{service.ContainerType}>(provider)"
                : BatchEmitter.Resolve(service, "provider");
        }
    }

    private static void WriteHelper(SourceWriter writer, string constraint, string body)
    {
        writer.Indent();
        writer.Line(constraint);
        writer.Line("=> " + body);
        writer.Unindent();
    }
}
