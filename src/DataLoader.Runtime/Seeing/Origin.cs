using DataLoader.Dispatch;

namespace DataLoader.Seeing;

/// <summary>When the first key of a batch was asked for, and where the code stood that did.</summary>
/// <param name="At">When it was.</param>
/// <param name="WokenBy">The batch whose answer had woken that code up, or null.</param>
/// <param name="IsHeld">Whether the key was held: by a frame, or by an executor.</param>
internal readonly record struct Origin(long At, BatchNote? WokenBy, bool IsHeld)
{
    /// <summary>Where the calling code stands.</summary>
    public static Origin OfCaller(long now, Dispatcher dispatcher, ScopeLog scope)
    {
        BatchNote? wokenBy = (CompletionFrame.Completing as INoted)?.Note;
        return new(now, ReferenceEquals(wokenBy?.Scope, scope) ? wokenBy : null, CompletionFrame.Current is not null || dispatcher.HasHolds);
    }
}
