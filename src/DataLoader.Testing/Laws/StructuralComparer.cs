using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace DataLoader.Testing.Laws;

/// <summary>Values are the same when they say so, when their elements are, or when all that is public of them is.</summary>
[RequiresUnreferencedCode("Reads public properties.")]
internal sealed class StructuralComparer<TValue> : IEqualityComparer<TValue>
{
    // Objects may refer to each other in circles.
    private const int MostLevels = 6;

    public bool Equals(TValue? x, TValue? y) => AreSame(x, y, MostLevels);

    public int GetHashCode(TValue obj) => 0;

    private static bool AreSame(object? x, object? y, int levels)
    {
        if (ReferenceEquals(x, y) || levels == 0)
            return true;
        if (x is null || y is null || x.GetType() != y.GetType())
            return x is IEnumerable and not string && y is IEnumerable && AreSameElements((IEnumerable)x, (IEnumerable)y, levels);
        if (x.Equals(y))
            return true;
        if (x is IEnumerable list and not string)
            return AreSameElements(list, (IEnumerable)y, levels);
        Type type = x.GetType();
        return !type.IsPrimitive && x is not (string or IComparable) && HasParts(type)
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static it => it.CanRead && it.GetIndexParameters().Length == 0)
                .All(it => AreSame(it.GetValue(x), it.GetValue(y), levels - 1))
            && type.GetFields(BindingFlags.Public | BindingFlags.Instance).All(it => AreSame(it.GetValue(x), it.GetValue(y), levels - 1));
    }

    private static bool AreSameElements(IEnumerable x, IEnumerable y, int levels)
    {
        IEnumerator others = y.GetEnumerator();
        foreach (object? element in x)
        {
            if (!others.MoveNext() || !AreSame(element, others.Current, levels - 1))
                return false;
        }

        return !others.MoveNext();
    }

    // An object that shows nothing is itself and no other.
    private static bool HasParts(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Length > 0 || type.GetFields(BindingFlags.Public | BindingFlags.Instance).Length > 0;
}
