namespace DataLoader.Seeing;

/// <summary>What came of the keys of a batch.</summary>
/// <param name="Count">How many keys there are.</param>
/// <param name="Failed">How many failed otherwise than by having no value.</param>
/// <param name="Missing">How many had no value.</param>
/// <param name="Error">What the first of the failed ones failed with; the exception of the batch where it failed as a whole.</param>
internal readonly record struct KeyOutcomes(int Count, int Failed, int Missing, Exception? Error);
