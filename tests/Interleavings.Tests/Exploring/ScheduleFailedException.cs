namespace DataLoader.Interleavings.Exploring;

/// <summary>Something went wrong under a schedule.</summary>
internal sealed class ScheduleFailedException(string message, Exception? inner = null) : Exception(message, inner);
