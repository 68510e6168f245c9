using System.Diagnostics;

namespace DataLoader.Seeing;

/// <summary>A place in the code that asks for a key: "Shop.OrderService.LoadLines(Int32 id) in OrderService.cs:line 41".</summary>
internal static class CallSite
{
    // What stands between the code that asks and here, and what started that code.
    private static readonly string[] OfRuntime =
        ["DataLoader.BatchLoader", "DataLoader.IBatchLoader", "DataLoader.Optional", "DataLoader.Loading.", "DataLoader.Telemetry.", "DataLoader.Seeing.", "System."];

    /// <summary>Where the calling code asks, as far as a stack tells.</summary>
    public static string? OfCaller()
    {
        // As text: its frames name asynchronous methods as the user wrote them, and need no reflection.
        foreach (ReadOnlySpan<char> line in new StackTrace(fNeedFileInfo: true).ToString().AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> place = line.Trim();
            int name = place.IndexOf(' ') + 1;
            place = place[name..];
            if (name > 0 && !IsOfRuntime(place))
                return WithoutFolder(place);
        }

        return null;
    }

    private static bool IsOfRuntime(ReadOnlySpan<char> place)
    {
        foreach (string prefix in OfRuntime)
        {
            if (place.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string WithoutFolder(ReadOnlySpan<char> place)
    {
        const string before = " in ";
        int path = place.LastIndexOf(before);
        int file = place.LastIndexOfAny('/', '\\') + 1;
        return path < 0 || file <= path ? place.ToString() : string.Concat(place[..(path + before.Length)], place[file..]);
    }
}
