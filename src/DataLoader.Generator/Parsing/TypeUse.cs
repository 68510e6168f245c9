namespace DataLoader.Generator.Parsing;

/// <summary>How far a type that a generated file has to write down can be named from there. The order counts: each is worse than the one before.</summary>
internal enum TypeUse
{
    Public,

    /// <summary>Inside this assembly only.</summary>
    Internal,

    /// <summary>Private, protected or file-local.</summary>
    Hidden,

    /// <summary>Does not exist, or cannot stand where the user put it: the compiler reports that.</summary>
    Broken,

    /// <summary>Holds a pointer, which generated code, being safe, cannot mention.</summary>
    Pointer,
}
