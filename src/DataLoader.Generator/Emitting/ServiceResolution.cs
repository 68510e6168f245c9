using DataLoader.Generator.Model;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints the question that a container is asked for a service; what is missing gives the container's own error.</summary>
internal static class ServiceResolution
{
    public const string Extensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    private const string KeyedExtensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions";

    public static string Write(Service service, string provider) => service switch
    {
        { Key: { } key, IsOptional: true } => $"{KeyedExtensions}.GetKeyedService<{service.ContainerType}>({provider}, {key})",
        { Key: { } key } => $"{KeyedExtensions}.GetRequiredKeyedService<{service.ContainerType}>({provider}, {key})",
        { IsOptional: true } => $"{Extensions}.GetService<{service.ContainerType}>({provider})",
        _ => $"{Extensions}.GetRequiredService<{service.ContainerType}>({provider})",
    };
}
