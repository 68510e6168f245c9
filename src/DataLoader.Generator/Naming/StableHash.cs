using System;

namespace DataLoader.Generator.Naming;

/// <summary>FNV-1a: the same on every machine and in every run, which <see cref="string.GetHashCode()"/> is not.</summary>
internal static class StableHash
{
    public static uint Compute(ReadOnlySpan<char> text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash;
    }
}
