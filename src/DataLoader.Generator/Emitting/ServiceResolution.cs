using DataLoader.Generator.Model;

namespace DataLoader.Generator.Emitting;

/// <summary>
/// Prints the question that a container is asked for a service, as for a parameter of a constructor: what is missing gives the default, or the
/// container's own error.
/// </summary>
internal static class ServiceResolution
{
    public const string Extensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    private const string KeyedExtensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions";
    private const string KeyedProvider = "global::Microsoft.Extensions.DependencyInjection.IKeyedServiceProvider";

    public static string Write(Service service, string provider) => service switch
    {
        { Default: null, Key: { } key } => $"{KeyedExtensions}.GetRequiredKeyedService<{service.ContainerType}>({provider}, {key.Expression})",
        { Default: null } => $"{Extensions}.GetRequiredService<{service.ContainerType}>({provider})",
        { IsValueType: true, Key: { } key }
            => $"({service.Type})((({KeyedProvider}){provider}).GetKeyedService(typeof({service.ContainerType}), {key.Expression}) ?? {service.Default})",
        { IsValueType: true } => $"({service.Type})({provider}.GetService(typeof({service.ContainerType})) ?? {service.Default})",
        { Key: { } key } => $"{KeyedExtensions}.GetKeyedService<{service.ContainerType}>({provider}, {key.Expression})" + Fallback(service),
        _ => $"{Extensions}.GetService<{service.ContainerType}>({provider})" + Fallback(service),
    };

    private static string? Fallback(Service service) => service.Default == "null" ? null : " ?? " + service.Default;
}
