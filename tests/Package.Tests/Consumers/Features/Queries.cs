using System.Runtime.CompilerServices;
using DataLoader;

namespace Features;

internal sealed record User(int Id, string Name);

/// <summary>A backend that knows the users 1 to 99, and counts how often it is asked.</summary>
internal sealed class Backend
{
    private int _calls;

    public int Calls => _calls;

    public async Task<List<User>> UsersAsync(IEnumerable<int> ids)
    {
        Interlocked.Increment(ref _calls);
        await Task.Yield();
        return [.. ids.Where(id => id is > 0 and < 100).Select(id => new User(id, $"user {id}"))];
    }
}

/// <summary>A backend of which each batch wants one of its own.</summary>
internal sealed class Connection : IDisposable
{
    private static int s_opened;
    private bool _disposed;

    public Connection() => Interlocked.Increment(ref s_opened);

    public static int Opened => s_opened;

    public string Query(int id) => _disposed ? throw new ObjectDisposedException(nameof(Connection)) : $"row {id}";

    public void Dispose() => _disposed = true;
}

/// <summary>A batch method of every shape.</summary>
internal static class Queries
{
    // A list that nothing proves: the plainest shape.
#pragma warning disable BL0018
    [BatchLoader]
    internal static Task<List<User>> BatchUserById(IReadOnlyList<int> ids, Backend backend) => backend.UsersAsync(ids);
#pragma warning restore BL0018

    [BatchLoader(KeyOf = nameof(User.Id))]
    internal static async Task<IReadOnlyList<User?>> BatchGuardedUserById(IReadOnlyCollection<int> ids, Backend backend)
        => [.. (await backend.UsersAsync(ids)).OrderBy(user => user.Id)];

    [BatchLoader(KeyOf = nameof(User.Id), Order = ResultOrder.Any, MaxBatchSize = 2, MaxConcurrentBatches = 1)]
    internal static async Task<User[]> BatchAnyUserById(IEnumerable<int> ids, Backend backend, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. Enumerable.Reverse(await backend.UsersAsync(ids))];
    }

    [BatchLoader]
    internal static ValueTask<IReadOnlyList<LoadResult<int>>> BatchHalfByNumber(int[] numbers)
        => new([.. numbers.Select(n => n % 2 == 0 ? LoadResult.Success(n / 2) : LoadResult.Failure<int>(new ArithmeticException($"{n} is odd")))]);

    [BatchLoader]
    internal static async Task<IReadOnlyDictionary<int, User?>> BatchOptionalUserById(List<int> ids, Backend backend)
        => (await backend.UsersAsync(ids)).ToDictionary(user => user.Id, User? (user) => user);

    [BatchLoader]
    internal static Task<ILookup<int, int>> BatchDivisorsByNumber(ReadOnlyMemory<int> numbers)
        => Task.FromResult(numbers.ToArray()
            .SelectMany(number => Enumerable.Range(1, number).Where(d => number % d == 0), (number, divisor) => (number, divisor))
            .ToLookup(pair => pair.number, pair => pair.divisor));

    [BatchLoader]
    internal static async IAsyncEnumerable<KeyValuePair<int, string>> BatchLineByNumber(
        IReadOnlyList<int> numbers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (int number in numbers)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(number, $"line {number}");
        }
    }

    [BatchLoader("LengthLoader", CacheKey = nameof(Normalise))]
    internal static Task<int[]> BatchLengthByWord(IReadOnlyList<string> words)
        => Task.FromResult(words.Select(word => word.Length).ToArray());

    internal static string Normalise(string word) => word.ToUpperInvariant();

    [BatchLoader(Cache = false)]
    internal static Task<int[]> BatchCountOfKeys(IReadOnlyList<int> keys) => Task.FromResult(keys.Select(_ => keys.Count).ToArray());

    [BatchLoader]
    internal static Task<int[]> BatchSquareByNumber(IReadOnlyList<int> numbers, IBatchLoader<int, int> self)
    {
        self.Prime(1000, 1_000_000);
        return Task.FromResult(numbers.Select(number => number * number).ToArray());
    }

    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
    internal static Task<string[]> BatchRowById(IReadOnlyList<int> ids, Connection connection)
        => Task.FromResult(ids.Select(connection.Query).ToArray());
}
