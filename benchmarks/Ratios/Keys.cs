namespace Ratios;

/// <summary>Keys of each type.</summary>
internal static class Keys
{
    public static int Int(int i) => i;

    public static Guid Guid(int i) => new(i * 7919, (short)i, (short)(i >> 3), 1, 2, 3, 4, 5, 6, 7, (byte)i);

    public static string String(int i) => $"customer-{i:000000}";

    public static Composite Record(int i) => new(i, i % 7);

    public readonly record struct Composite(int Tenant, int Id);
}
