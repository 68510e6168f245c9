using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DataLoader;
using static Features.Check;

namespace Features;

/// <summary>What is remembered, with loaders that know no container.</summary>
internal static class CachesAndErrors
{
    public static async Task RunAsync()
    {
        LengthLoader lengths = new();
        Equal(8, (await Task.WhenAll(lengths.LoadAsync("word"), lengths.LoadAsync("WORD"))).Sum());
        Equal(true, ReferenceEquals(lengths.LoadAsync("word"), lengths.LoadAsync("WORD")));
        Equal(4, await lengths.LoadAsync("Word"));

        CountOfKeysLoader uncached = new();
        Equal("2, 2", string.Join(", ", await uncached.LoadManyAsync([1, 1])));

        SquareByNumberLoader squares = new();
        Equal(9, await squares.LoadAsync(3));
        Equal(1_000_000, await squares.LoadAsync(1000));
        SquareByNumberLoader same = squares.Clear(3).Prime(3, 10).Prime(4, Task.FromResult(17)).PrimeError(5, new ArithmeticException("five"));
        Equal(27, await same.LoadAsync(3) + await same.LoadAsync(4));
        Equal("five", (await FailsAsync<ArithmeticException>(same.LoadAsync(5))).Message);
        Equal(9, await same.ClearAll().LoadAsync(3));

        Map map = new();
        SquareByNumberLoader mapped = new(options: new() { Name = "mapped", CacheMap = map });
        Equal(4, await mapped.LoadAsync(2));
        Equal(true, map.TryGet(2, out _));

        BatchLoader<string, int> caseless = BatchLoader.Create<string, int>(
            (words, _) => Task.FromResult<IReadOnlyList<int>>([.. words.Select(word => word.Length)]),
            new() { KeyComparer = StringComparer.OrdinalIgnoreCase, MaxBatchSize = 10, MaxConcurrentBatches = 1 });
        Equal(2, (await Task.WhenAll(caseless.LoadAsync("a"), caseless.LoadAsync("A"))).Sum());
        Equal(true, ReferenceEquals(caseless.LoadAsync("a"), caseless.LoadAsync("A")));
        BatchLoader<int, int> settled = BatchLoader.CreateSettled<int, int>(
            (keys, _) => Task.FromResult<IReadOnlyList<LoadResult<int>>>([.. keys.Select(LoadResult.Success)]));
        Equal(7, await settled.LoadAsync(7));
    }

    private sealed class Map : ILoaderCache<int, int>
    {
        private readonly ConcurrentDictionary<int, Task<int>> _tasks = new();

        public bool TryGet(int key, [MaybeNullWhen(false)] out Task<int> task) => _tasks.TryGetValue(key, out task);

        public bool TryAdd(int key, Task<int> task) => _tasks.TryAdd(key, task);

        public bool Remove(int key) => _tasks.TryRemove(key, out _);

        public bool Remove(int key, Task<int> expected) => _tasks.TryRemove(KeyValuePair.Create(key, expected));

        public void Clear() => _tasks.Clear();
    }
}
