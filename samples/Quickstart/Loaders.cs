// Written by hand in the form that the generator emits; this file goes when the generator is in.
using DataLoader;
namespace Quickstart;
internal sealed class CountryByCodeLoader : BatchLoader<string, Country>
{
    private static readonly BatchLoaderDefinition Definition = new("CountryByCodeLoader") { MissingKeys = MissingKeys.Fail };
    private readonly WorldDb _db;
    public CountryByCodeLoader(WorldDb db, LoaderScope? scope = null, BatchLoaderOptions<string, Country>? options = null) : base(Definition, scope, options) => _db = db;
    protected override async Task LoadBatchAsync(Batch<string, Country> batch)
        => batch.SetRows<KeyOf>(await (WorldQueries.BatchCountryByCode(batch.Keys, _db, batch.CancellationToken) ?? throw batch.NullTask()).ConfigureAwait(false));
    private readonly struct KeyOf : IKeyOf<string, Country> { public string Of(Country value) => value.Code; }
}
internal sealed class BordersByCodeLoader : BatchLoader<string, IReadOnlyList<string>>
{
    private static readonly BatchLoaderDefinition Definition = new("BordersByCodeLoader");
    private readonly WorldDb _db;
    public BordersByCodeLoader(WorldDb db, LoaderScope? scope = null, BatchLoaderOptions<string, IReadOnlyList<string>>? options = null) : base(Definition, scope, options) => _db = db;
    protected override async Task LoadBatchAsync(Batch<string, IReadOnlyList<string>> batch)
        => LookupBatch.SetLookup(batch, await (WorldQueries.BatchBordersByCode(batch.Keys, _db, batch.CancellationToken) ?? throw batch.NullTask()).ConfigureAwait(false));
}
internal sealed class CurrenciesByCodeLoader : BatchLoader<string, IReadOnlyList<string>>
{
    private static readonly BatchLoaderDefinition Definition = new("CurrenciesByCodeLoader");
    private readonly WorldDb _db;
    public CurrenciesByCodeLoader(WorldDb db, LoaderScope? scope = null, BatchLoaderOptions<string, IReadOnlyList<string>>? options = null) : base(Definition, scope, options) => _db = db;
    protected override async Task LoadBatchAsync(Batch<string, IReadOnlyList<string>> batch)
        => LookupBatch.SetLookup(batch, await (WorldQueries.BatchCurrenciesByCode(batch.Keys, _db, batch.CancellationToken) ?? throw batch.NullTask()).ConfigureAwait(false));
}
