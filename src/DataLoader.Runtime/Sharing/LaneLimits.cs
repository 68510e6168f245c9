namespace DataLoader.Sharing;

/// <summary>What holds for each lane of a loader.</summary>
/// <param name="Calls">How many calls may run at a time.</param>
/// <param name="Keys">How many keys are merged at most.</param>
/// <param name="Wait">How long a batch waits at most.</param>
/// <param name="Time">The clock of that.</param>
internal sealed record LaneLimits(int Calls, int Keys, TimeSpan Wait, TimeProvider Time);
