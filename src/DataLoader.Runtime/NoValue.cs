namespace DataLoader;

/// <summary>The answer to a load without a key.</summary>
/// <typeparam name="TValue">A type that null is a value of.</typeparam>
internal static class NoValue<TValue>
{
    public static readonly Task<TValue?> Task = System.Threading.Tasks.Task.FromResult<TValue?>(default);
}
