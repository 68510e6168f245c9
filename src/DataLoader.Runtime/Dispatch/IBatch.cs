namespace DataLoader.Dispatch;

/// <summary>A batch, as a frame sees it: something to start, and later something to complete.</summary>
internal interface IBatch : IFrameWork
{
    /// <summary>Calls the batch method. Never throws.</summary>
    void Start();
}
