using System.Collections.Generic;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints <c>AddBatchLoaders()</c>: lambdas, so that no container needs reflection.</summary>
internal static class RegistrationEmitter
{
    private const string Injection = "global::Microsoft.Extensions.DependencyInjection";

    public static void Emit(SourceProductionContext context, Registration? registration)
    {
        if (registration is null)
            return;
        var writer = new SourceWriter();
        writer.Header(UseWarnings(registration));
        writer.Lines($$"""
            namespace {{Tool.RegistrationNamespace}}
            {
                /// <summary>Registers the batch loaders of this assembly.</summary>
                {{LoaderEmitter.GeneratedCode}}
                {{(registration.Module is null ? "internal" : "public")}} static class {{registration.ClassName}}
                {
                    /// <summary>Adds the batch loaders of this assembly and the scope that they share, one of each for a request. What is registered already stays.</summary>
                    /// <param name="services">The services of the application.</param>
                    /// <returns>The same services.</returns>
                    public static {{Injection}}.IServiceCollection Add{{registration.Module}}BatchLoaders(this {{Injection}}.IServiceCollection services)
                    {
                        Add(services, static provider => global::DataLoader.LoaderScope.Of(provider));
                        {{new Part<Registration>(registration, WriteCurrent)}}

                        return services;
                    }
                    {{new Part<Registration>(registration, WriteObsolete)}}

                    private static void Add<T>({{Injection}}.IServiceCollection services, global::System.Func<global::System.IServiceProvider, T> create)
                        where T : class
                        => {{Injection}}.Extensions.ServiceCollectionDescriptorExtensions.TryAddScoped(services, create);

                    private static void AddLoader<T>({{Injection}}.IServiceCollection services, global::System.Func<global::System.IServiceProvider, T> create)
                        where T : class
                        => Add(services, provider => Make(provider, create));
                    {{new Part<Registration>(registration, WriteAddShared)}}

                    // A container follows loaders that need each other for ever, from thread to thread.
                    private static T Make<T>(global::System.IServiceProvider provider, global::System.Func<global::System.IServiceProvider, T> create)
                    {
                        global::System.Collections.Generic.List<global::System.Type> made = _made ??= new global::System.Collections.Generic.List<global::System.Type>();
                        int first = made.IndexOf(typeof(T));
                        made.Add(typeof(T));
                        try
                        {
                            if (first >= 0)
                            {
                                throw new global::System.InvalidOperationException(
                                    "No loader can be made, because they need each other: " + string.Join(" -> ", made.GetRange(first, made.Count - first).ConvertAll(loader => loader.Name))
                                    + ". Give one of them ServiceScope = BatchServiceScope.PerBatch, or take the loader that it needs out of its constructor.");
                            }

                            return create(provider);
                        }
                        finally
                        {
                            made.RemoveAt(made.Count - 1);
                        }
                    }

                    [global::System.ThreadStatic]
                    private static global::System.Collections.Generic.List<global::System.Type>? _made;

                    private static T Get<T>(global::System.IServiceProvider provider)
                        where T : notnull
                        => {{ServiceResolution.Extensions}}.GetRequiredService<T>(provider);
                }
            }
            {{new Part<Registration>(registration, WritePreferred)}}
            """);
        context.CancellationToken.ThrowIfCancellationRequested();
        context.AddSource($"DataLoader.{registration.Module}{Tool.RegistrationClass}.g.cs", writer.ToSourceText());
    }

    /// <summary>The compiler looks for extensions in the global namespace before it looks in what a file imports.</summary>
    private static void WritePreferred(SourceWriter writer, Registration registration)
    {
        if (!registration.IsPreferred)
            return;
        writer.Lines($$"""

            /// <summary>Stands before the registration of another assembly that this one sees.</summary>
            {{LoaderEmitter.GeneratedCode}}
            internal static class {{registration.ClassName}}First
            {
                /// <summary>Adds the batch loaders of this assembly.</summary>
                /// <param name="services">The services of the application.</param>
                /// <returns>The same services.</returns>
                public static {{Injection}}.IServiceCollection AddBatchLoaders(this {{Injection}}.IServiceCollection services)
                    => {{Injection}}.{{registration.ClassName}}.AddBatchLoaders(services);
            }
            """);
    }

    private static IEnumerable<IReadOnlyCollection<string>> UseWarnings(Registration registration)
    {
        foreach (RegisteredLoader loader in registration.Loaders)
            yield return loader.UseWarnings;
    }

    private static void WriteCurrent(SourceWriter writer, Registration registration)
    {
        if (HasObsolete(registration))
            writer.Lines("AddObsolete(services);");
        WriteLoaders(writer, registration, areObsolete: false);
    }

    /// <summary>What is obsolete may mention types that are an error to use anywhere else.</summary>
    private static void WriteObsolete(SourceWriter writer, Registration registration)
    {
        if (!HasObsolete(registration))
            return;
        writer.Lines($$"""

            [global::System.Obsolete]
            private static void AddObsolete({{Injection}}.IServiceCollection services)
            {
                {{new Part<Registration>(registration, static (writer, registration) => WriteLoaders(writer, registration, areObsolete: true))}}
            }
            """);
    }

    private static bool HasObsolete(Registration registration)
    {
        foreach (RegisteredLoader loader in registration.Loaders)
        {
            if (loader.IsObsolete)
                return true;
        }

        return false;
    }

    private static void WriteLoaders(SourceWriter writer, Registration registration, bool areObsolete)
    {
        foreach (RegisteredLoader loader in registration.Loaders)
        {
            if (loader.IsObsolete != areObsolete)
                continue;
            writer.Lines($"""

                AddLoader(services, static provider => new {loader.Type}(
                    {new Part<RegisteredLoader>(loader, WriteArguments)}
                    Get<global::DataLoader.LoaderScope>(provider),
                    {ServiceResolution.Extensions}.GetService<{loader.Type}.Options>(provider)));
                {new Part<RegisteredLoader>(loader, WriteShared)}
                {new Part<RegisteredLoader>(loader, WriteInterfaces)}
                """);
        }
    }

    private static void WriteAddShared(SourceWriter writer, Registration registration)
    {
        foreach (RegisteredLoader loader in registration.Loaders)
        {
            if (!loader.IsShared)
                continue;
            writer.Lines($$"""

                private static void AddShared<T>({{Injection}}.IServiceCollection services, global::System.Func<global::System.IServiceProvider, T> create)
                    where T : class
                    => {{Injection}}.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(services, create);
                """);
            return;
        }
    }

    private static void WriteShared(SourceWriter writer, RegisteredLoader loader)
    {
        if (!loader.IsShared)
            return;
        string scopes = loader.PerBatch ? $"Get<{Injection}.IServiceScopeFactory>(provider), " : "";
        writer.Lines($"""
            AddShared(services, static provider => new {loader.Type}.Shared({scopes}{ServiceResolution.Extensions}.GetService<global::DataLoader.SharedBatchesOptions>(provider)));
            """);
    }

    private static void WriteInterfaces(SourceWriter writer, RegisteredLoader loader)
    {
        if (loader.Interface is { } @interface)
            Write(@interface);
        foreach (string own in loader.OwnInterfaces)
            Write(own);

        void Write(string @interface) => writer.Lines($"Add<{@interface}>(services, static provider => Get<{loader.Type}>(provider));");
    }

    private static void WriteArguments(SourceWriter writer, RegisteredLoader loader)
    {
        if (loader.IsShared)
        {
            if (loader.Partition is { } partition)
                writer.Lines(ServiceResolution.Write(partition, "provider") + ",");
            writer.Lines($"Get<{loader.Type}.Shared>(provider),");
            return;
        }

        if (loader.PerBatch)
        {
            writer.Lines($"Get<{Injection}.IServiceScopeFactory>(provider),");
            return;
        }

        foreach (Service service in loader.Services)
        {
            writer.Lines(service is { Key: null, Default: null }
                ? $"Get<{service.ContainerType}>(provider),"
                : ServiceResolution.Write(service, "provider") + ",");
        }
    }
}
