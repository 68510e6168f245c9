using System.Runtime.CompilerServices;

namespace Features;

internal static class Check
{
    public static void Equal<T>(T expected, T actual, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"{Path.GetFileName(file)}({line}): expected {expected}, not {actual}");
    }

    public static async Task<TException> FailsAsync<TException>(Task task, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TException : Exception
    {
        try
        {
            await task;
        }
        catch (TException expected)
        {
            return expected;
        }

        throw new InvalidOperationException($"{Path.GetFileName(file)}({line}): expected {typeof(TException).Name}");
    }
}
