using System.Collections.Generic;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints <c>AddBatchLoaders()</c>: lambdas, so that no container needs reflection.</summary>
internal static class RegistrationEmitter
{
    private const string Container = "global::Microsoft.Extensions.DependencyInjection.";
    private const string TryAddScoped = Container + "Extensions.ServiceCollectionDescriptorExtensions.TryAddScoped";

    public static void Emit(SourceProductionContext context, Registration? registration)
    {
        if (registration is null)
            return;
        string className = registration.Module + Registrations.ClassName;
        var writer = new SourceWriter();
        writer.Header();
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
        writer.Line($"{TryAddScoped}(services, static _ => new global::DataLoader.LoaderScope());");
        foreach (RegisteredLoader loader in registration.Loaders)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            writer.Line();
            writer.Line($"{TryAddScoped}(services, static provider => new {loader.Type}(");
            writer.Indent();
            foreach (string argument in Arguments(loader))
                writer.Line(argument + ",");
            writer.Line($"{Container}ServiceProviderServiceExtensions.GetRequiredService<global::DataLoader.LoaderScope>(provider)));");
            writer.Unindent();
            if (loader.Interface is { } @interface)
            {
                writer.Line($"{TryAddScoped}<{@interface}>(services,");
                writer.Indent();
                writer.Line($"static provider => {Container}ServiceProviderServiceExtensions.GetRequiredService<{loader.Type}>(provider));");
                writer.Unindent();
            }
        }

        writer.Line("return services;");
        writer.Close();
        writer.Close();
        writer.Close();
        context.AddSource($"DataLoader.{className}.g.cs", writer.ToSourceText());
    }

    private static IEnumerable<string> Arguments(RegisteredLoader loader)
    {
        if (loader.PerBatch)
        {
            yield return $"{Container}ServiceProviderServiceExtensions.GetRequiredService<{Container}IServiceScopeFactory>(provider)";
            yield break;
        }

        foreach (Service service in loader.Services)
            yield return BatchEmitter.Resolve(service, "provider");
    }
}
