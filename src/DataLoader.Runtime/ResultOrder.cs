namespace DataLoader;

/// <summary>How the values that a batch method returns stand to its keys.</summary>
public enum ResultOrder
{
    /// <summary>One value for each key, in the order of the keys. With <see cref="BatchLoaderAttribute.KeyOf"/> each slot is checked.</summary>
    SameAsKeys = 0,

    /// <summary>Rows in any order, as a database returns them; <see cref="BatchLoaderAttribute.KeyOf"/> puts them in key order.</summary>
    Any = 1,
}
