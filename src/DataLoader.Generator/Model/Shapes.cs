namespace DataLoader.Generator.Model;

/// <summary>In what form a batch method takes its keys.</summary>
internal enum KeysShape : byte
{
    /// <summary>A read-only interface: the batch's own view.</summary>
    View,

    /// <summary>An array, or a <c>ReadOnlyMemory</c> over one: a copy.</summary>
    Array,

    /// <summary>A <c>List</c>: a copy.</summary>
    List,
}

/// <summary>In what form a batch method returns its values.</summary>
internal enum ResultShape : byte
{
    /// <summary>A list in the order of the keys.</summary>
    Values,

    /// <summary>A list in any order, whose values tell their keys.</summary>
    Rows,

    /// <summary>A list of a value or an error for each key.</summary>
    Results,
    Dictionary,
    Lookup,
    Stream,
}

/// <summary>What a parameter of a batch method is for.</summary>
internal enum ParameterRole : byte
{
    Keys,
    Service,
    CancellationToken,
    Loader,

    /// <summary>What every load gives along with the key.</summary>
    Argument,

    /// <summary>Whose requests may share a call.</summary>
    Partition,

    /// <summary>Nothing that a loader can pass: the method breaks a rule.</summary>
    None,
}
