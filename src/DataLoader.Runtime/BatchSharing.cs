namespace DataLoader;

/// <summary>Whose keys one call of a batch method may hold.</summary>
public enum BatchSharing
{
    /// <summary>Those of one request. The default.</summary>
    Request = 0,

    /// <summary>Those of all requests of this process in the same partition. Services come from a scope of the call.</summary>
    Process = 1,
}
