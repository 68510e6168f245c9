namespace DataLoader.Testing.Tests.Laws;

/// <summary>Forty batch methods that are right: these, and those of the database and HTTP tests.</summary>
public sealed class RightTests
{
    private static readonly int[] Many = [.. Enumerable.Range(1, 1_200).Select(static i => (i * 7) % 1_201)];

    private static readonly Dictionary<string, Func<Task>> Methods = new()
    {
        ["position"] = () => Check.Position(ids => [.. ids.Select(Table.NameOrNull)]),
        ["position: many"] = () => Check.Position(ids => [.. ids.Select(Table.NameOrNull)], Many),
        ["position: through a dictionary"] = () => Check.Position(ids =>
        {
            var rows = Table.In(ids).Order().ToDictionary(static id => id, Table.Name);
            return [.. ids.Select(id => rows.GetValueOrDefault(id))];
        }),
        ["position: an array"] = () => Check.Position(ids => ids.Select(Table.NameOrNull).ToArray()),
        ["position: in parts of 100"] = () => Check.Position(ids => [.. ids.Chunk(100).SelectMany(static part => part.Select(Table.NameOrNull))], Many),
        ["position: with doubles"] = () => Check.Unremembered(ids => [.. ids.Select(Table.NameOrNull)]),
        ["position: doubles are asked for once"] = () => Check.Unremembered(ids =>
        {
            var rows = Table.In(ids).Distinct().ToDictionary(static id => id, Table.Name);
            return [.. ids.Select(id => rows.GetValueOrDefault(id))];
        }),
        ["results"] = () => Check.Settled(ids =>
            [.. ids.Select(static id => Table.Has(id) ? (LoadResult<string>)Table.Name(id) : LoadResult.Failure<string>(new KeyNotFoundException($"{id}")))]),
        ["results: another error for what is missing"] = () => Check.Settled(ids =>
            [.. ids.Select(static id => Table.Has(id) ? (LoadResult<string>)Table.Name(id) : LoadResult.Failure<string>(new HttpRequestException("404")))]),
        ["ordered"] = () => Check.Ordered(ids => [.. ids.Select(static id => Table.Has(id) ? Table.Row(id) : null!)]), // Null: a missing row.
        ["rows: in the order of the database"] = () => Check.Rows(ids => [.. Table.In(ids).Order().Select(Table.Row)]),
        ["rows: backwards"] = () => Check.Rows(ids => [.. Table.In(ids).OrderDescending().Select(Table.Row)]),
        ["rows: many"] = () => Check.Rows(ids => [.. Table.In(ids).Order().Select(Table.Row)], Many),
        ["dictionary"] = () => Check.Codes(codes => codes.Where(Table.HasCode).ToDictionary(static code => code, Table.Row)),
        ["dictionary: sorted"] = () => Check.Codes(codes => new SortedDictionary<string, Row>(
            codes.Where(Table.HasCode).ToDictionary(static code => code, Table.Row), StringComparer.Ordinal).ToDictionary()),
        ["dictionary: cases apart"] = () => Check.Codes(
            codes => codes.Where(static code => code is "b3" or "B3").ToDictionary(static code => code, Table.Row), "b3", "B3"),
        ["dictionary: large numbers"] = () => Check.Numbers(
            numbers => numbers.Where(static it => it < int.MaxValue).ToDictionary(static it => it, static it => $"row {it}"), 16_777_217, 16_777_216),
        ["tenants"] = () => Check.Tenants(keys => keys.Where(static key => key.Tenant < 9).ToDictionary(static key => key, static key => $"row {key}")),
        ["tenants: tenant by tenant"] = () => Check.Tenants(keys => keys.Where(static key => key.Tenant < 9).GroupBy(static key => key.Tenant)
            .SelectMany(static tenant => tenant).ToDictionary(static key => key, static key => $"row {key}")),
        ["lookup"] = () => Check.Groups(ids => Reviews(ids).ToLookup(static it => it.Id, static it => it.Text)),
        ["lookup: two each"] = () => Check.Groups(ids => Reviews(ids).GroupBy(static it => it.Id)
            .SelectMany(static group => group.Take(2)).ToLookup(static it => it.Id, static it => it.Text)),
        ["lookup: of the newest first"] = () => Check.Groups(ids => Reviews(ids).Reverse().ToLookup(static it => it.Id, static it => it.Text)),
        ["lookup: many"] = () => Check.Groups(ids => Reviews(ids).ToLookup(static it => it.Id, static it => it.Text), Many),
        ["stream"] = () => Check.Stream(ids => Table.In(ids).Select(static id => KeyValuePair.Create(id, Table.Name(id)))),
        ["stream: as they arrive"] = () => Check.Stream(ids => Table.In(ids).Order().Select(static id => KeyValuePair.Create(id, Table.Name(id)))),
        ["stream: many"] = () => Check.Stream(ids => Table.In(ids).Order().Select(static id => KeyValuePair.Create(id, Table.Name(id))), Many),
        ["argument"] = () => Check.Text(
            keys => keys.Where(static key => Table.Has(key.Id)).ToDictionary(static key => key.Id, static key => $"{key.Language} {key.Id}")),
        ["values without an equality of their own"] = () => BatchLaws.CheckAsync(
            BatchLoader.Create<int, Money?>((ids, _) => Task.FromResult<IReadOnlyList<Money?>>([.. ids.Select(static id => Table.Has(id) ? new Money { Cents = id } : null)])),
            [5, 2, 9]),
        ["values that change, and a comparer that knows"] = () =>
        {
            int calls = 0;
            return BatchLaws.CheckAsync(
                BatchLoader.Create<int, Money?>((ids, _) => Task.FromResult<IReadOnlyList<Money?>>(
                    [.. ids.Select(id => Table.Has(id) ? new Money { Cents = id, ReadAt = calls++ } : null)])),
                [5, 2, 9],
                new() { Comparer = EqualityComparer<Money?>.Create(static (x, y) => x?.Cents == y?.Cents) });
        },
        ["some may be missing"] = () => BatchLaws.CheckAsync(
            new PositionLoader(new(ids => [.. ids.Select(Table.NameOrNull)])), [3, -1, 2], new() { AllowMissing = true }),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Fact]
    public void There_are_thirty() => Assert.Equal(30, Methods.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public Task None_gives_an_alarm(string name) => Methods[name]();

    [Fact]
    public async Task Values_that_change_by_themselves_and_keys_without_value_are_told_as_that()
    {
        int calls = 0;
        BatchLawException changes = await Assert.ThrowsAsync<BatchLawException>(() => Check.Position(ids => [.. ids.Select(id => $"{id} {calls++}")]));
        Assert.Equal(BatchLaw.Repeatable, changes.Law);

        BatchLawException missing = await Assert.ThrowsAsync<BatchLawException>(() => Check.Position(ids => [.. ids.Select(Table.NameOrNull)], 3, -1));
        Assert.Equal(BatchLaw.Known, missing.Law);
        Assert.Equal([-1], missing.Keys);

        await Assert.ThrowsAsync<ArgumentException>(() => Check.Position(ids => [.. ids.Select(Table.NameOrNull)], 3));
    }

    [Fact]
    public async Task What_the_loader_remembers_is_not_held_against_its_method()
    {
        BatchLoader<int, string> loader = BatchLoader.Create<int, string>((ids, _) => Task.FromResult<IReadOnlyList<string>>([.. ids.Select(static id => $"row {id}")]));
        loader.Prime(5, "of a while ago");
        await BatchLaws.CheckAsync(loader, [5, 2, 9]);
        Assert.Equal("row 5", await loader.LoadAsync(5));
    }

    private static IEnumerable<(int Id, string Text)> Reviews(IEnumerable<int> ids)
        => Table.In(ids).SelectMany(static id => Enumerable.Range(0, 3).Select(i => (id, $"review {i} of {id}")));

    private sealed class Money
    {
        public int Cents { get; init; }

        public int ReadAt { get; init; }
    }
}
