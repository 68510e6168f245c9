namespace DataLoader.Tests;

/// <summary>Requests of one process that load users through one value cache.</summary>
internal sealed class CachedShop
{
    private readonly BatchLoaderDefinition _definition;
    private readonly IKeyOf<int, User>? _proof;

    public CachedShop(
        ValueCacheOptions? options = null,
        LeaseCache<int, User>? store = null,
        MissingKeys missing = MissingKeys.Fail,
        bool cache = true,
        IKeyOf<int, User>? proof = null)
    {
        Store = store ?? new();
        Cache = new(Store, options ?? new() { WaitForFills = true });
        _definition = new("UserById") { MissingKeys = missing, Cache = cache };
        _proof = proof;
        Answer = keys => Task.FromResult<IReadOnlyList<LoadResult<User>>>(Array.ConvertAll(keys, RowOf));
    }

    public LeaseCache<int, User> Store { get; }

    public ValueCache<int, User> Cache { get; }

    /// <summary>The keys of each call of the batch method.</summary>
    public List<int[]> Calls { get; } = [];

    /// <summary>The table behind it. Keys below 1 have no row; others that are not here have a row without a name.</summary>
    public Dictionary<int, User> Stored { get; } = [];

    /// <summary>The batch method.</summary>
    public Func<int[], Task<IReadOnlyList<LoadResult<User>>>> Answer { get; set; }

    /// <summary>A loader of a new request.</summary>
    public BatchLoader<int, User> NewRequest() => new Loader(this);

    // Null where there is no row, which is what the loader's settings decide about.
    private LoadResult<User> RowOf(int id) => id > 0 ? Stored.GetValueOrDefault(id, new User(id)) : (User)null!;

    private sealed class Loader(CachedShop shop) : BatchLoader<int, User>(shop._definition, null, new() { ValueCache = shop.Cache })
    {
        protected override IKeyOf<int, User>? KeyProof => shop._proof;

        protected override async Task LoadBatchAsync(Batch<int, User> batch)
        {
            int[] keys = batch.CopyKeys();
            lock (shop.Calls)
                shop.Calls.Add(keys);
            batch.SetResults(await shop.Answer(keys));
        }
    }
}
