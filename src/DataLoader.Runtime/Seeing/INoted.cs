namespace DataLoader.Seeing;

/// <summary>A batch that may be observed.</summary>
internal interface INoted
{
    /// <summary>What is noted of it, or null when nobody observes.</summary>
    BatchNote? Note { get; }
}
