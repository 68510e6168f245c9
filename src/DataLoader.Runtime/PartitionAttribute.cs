namespace DataLoader;

/// <summary>
/// Marks the parameter of a batch method that tells which requests may share a call: those for which the value is equal. It comes from the request's
/// services and is handed to the batch method. Only with <see cref="BatchLoaderAttribute.Sharing"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PartitionAttribute : Attribute;
