namespace DataLoader;

/// <summary>
/// Marks a parameter of a batch method, a filter, a page, a tenant, that every load gives along with its key. Loads with equal arguments share batches and
/// answers, others never meet. The generated loader is a <see cref="BatchLoaderFamily{TKey, TArgument, TValue}"/>; with several marked parameters its
/// argument is all of them together.
/// </summary>
/// <remarks>The type needs value equality and must not change once a load was given it: a record, an enum, a string, a number.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BatchArgumentAttribute : Attribute
{
}
