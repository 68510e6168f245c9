namespace DataLoader;

/// <summary>How many keys loaders of one definition usually hold, so that their tables start at the right size.</summary>
internal sealed class CapacityHint
{
}
