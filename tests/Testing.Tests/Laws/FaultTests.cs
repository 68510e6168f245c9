namespace DataLoader.Testing.Tests.Laws;

/// <summary>Forty batch methods that are wrong.</summary>
public sealed class FaultTests
{
    private static readonly int[] Many = [.. Enumerable.Range(1, 1_200).Select(static i => (i * 7) % 1_201)];

    private static readonly Dictionary<string, (BatchLaw Law, Func<Task> Check)> Faults = new()
    {
        ["position: in the order of the database"] = (BatchLaw.Split, () => Check.Position(ids => [.. Table.In(ids).Order().Select(Table.NameOrNull)])),
        ["position: sorted, and so are the keys of the test"] = (BatchLaw.Permute, () => Check.Position(ids => [.. ids.Order().Select(Table.NameOrNull)], 1, 3, 7)),
        ["position: backwards"] = (BatchLaw.Split, () => Check.Position(ids => [.. ids.Reverse().Select(Table.NameOrNull)])),
        ["position: missing rows are left out and the rest is filled up"] = (BatchLaw.Unknown, () => Check.Position(
            ids => [.. Table.In(ids).Select(Table.NameOrNull), .. ids.Where(static id => !Table.Has(id)).Select(static _ => (string?)null)])),
        ["position: missing rows are left out"] = (BatchLaw.Unknown, () => Check.Position(ids => [.. Table.In(ids).Select(Table.NameOrNull)])),
        ["position: one fails, all fail"] = (BatchLaw.Unknown, () => Check.Position(
            ids => [.. ids.Select(static id => Table.Has(id) ? Table.Name(id) : throw new HttpRequestException("404"))])),
        ["position: off by one"] = (BatchLaw.Split, () => Check.Position(ids => [.. ids.Skip(1).Append(ids[0]).Select(Table.NameOrNull)])),
        ["position: the first row for all"] = (BatchLaw.Split, () => Check.Position(ids => [.. ids.Select(_ => Table.NameOrNull(ids[0]))])),
        ["position: the last row for all"] = (BatchLaw.Split, () => Check.Position(ids => [.. ids.Select(_ => Table.NameOrNull(ids[^1]))])),
        ["position: the last key is not asked for"] = (BatchLaw.Split, () => Check.Position(
            ids => [.. ids.Select((id, i) => i > 0 && i == ids.Count - 1 ? null : Table.NameOrNull(id))])),
        ["position: cut off at 1,000"] = (BatchLaw.Split, () => Check.Position(ids => [.. ids.Select(static (id, i) => i < 1_000 ? Table.NameOrNull(id) : null)], Many)),
        ["position: a total of the batch"] = (BatchLaw.Split, () => Check.Position(ids => [.. ids.Select(id => $"{id} of {ids.Count}")])),
        ["position: too many parameters"] = (BatchLaw.Split, () => Check.Position(
            ids => ids.Count > 999 ? throw new InvalidOperationException("too many SQL variables") : [.. ids.Select(Table.NameOrNull)], Many)),
        ["position: without doubles, where they come"] = (BatchLaw.Repeat, () => Check.Unremembered(ids => [.. ids.Distinct().Select(Table.NameOrNull)])),
        ["position: another one for the second of two doubles"] = (BatchLaw.Repeat, () => Check.Unremembered(
            ids => [.. ids.Select((id, i) => ids.Take(i).Contains(id) ? null : Table.NameOrNull(id))])),

        ["results: an error moves the rest"] = (BatchLaw.Unknown, () => Check.Settled(ids =>
        [
            .. Table.In(ids).Select(static id => (LoadResult<string>)Table.Name(id)),
            .. ids.Where(static id => !Table.Has(id)).Select(static id => LoadResult.Failure<string>(new KeyNotFoundException($"{id}"))),
        ])),
        ["results: the error of one for all"] = (BatchLaw.Unknown, () => Check.Settled(
            ids => [.. ids.Select(id => ids.All(Table.Has) ? (LoadResult<string>)Table.Name(id) : LoadResult.Failure<string>(new TimeoutException()))])),

        ["ordered: in the order of the database"] = (BatchLaw.Split, () => Check.Ordered(ids => [.. ids.Order().Select(Table.Row)])),
        ["ordered: missing rows are left out"] = (BatchLaw.Unknown, () => Check.Ordered(ids => [.. Table.In(ids).Select(Table.Row)])),
        ["ordered: a null at the end for each missing row"] = (BatchLaw.Unknown, () => Check.Ordered(
            ids => [.. Table.In(ids).Select(Table.Row), .. ids.Where(static id => !Table.Has(id)).Select(static _ => (Row)null!)])), // What a careless query gives.

        ["rows: a join repeats one"] = (BatchLaw.Known, () => Check.Rows(ids => [.. Table.In(ids).SelectMany(static id => Enumerable.Repeat(Table.Row(id), id == 7 ? 2 : 1))])),
        ["rows: a join repeats the first one of several"] = (BatchLaw.Split, () => Check.Rows(
            ids => [.. Table.In(ids).Concat(ids.Count > 1 ? ids.Take(1).Where(Table.Has) : []).Select(Table.Row)])),
        ["rows: the first page only"] = (BatchLaw.Split, () => Check.Rows(ids => [.. Table.In(ids).Order().Take(3).Select(Table.Row)])),
        ["rows: the smallest to the largest, end excluded"] = (BatchLaw.Split, () => Check.Rows(
            ids => [.. Table.In(ids).Where(id => ids.Count == 1 || id < ids.Max()).Select(Table.Row)])),
        ["rows: a number in the row counts the batch"] = (BatchLaw.Split, () => Check.Rows(ids => [.. Table.In(ids).Select(static (id, i) => new Row(id, $"row {i}"))])),
        ["rows: one is deleted for the application, not for the table"] = (BatchLaw.Known, () => Check.Rows(ids => [.. Table.In(ids).Where(static id => id != 12).Select(Table.Row)])),

        ["dictionary: twice the same key in another case"] = (BatchLaw.Unknown, () => Check.Codes(
            codes => codes.Where(static code => Table.HasCode(code.ToLowerInvariant())).ToDictionary(static code => code, Table.Row, StringComparer.OrdinalIgnoreCase))),
        ["dictionary: keys in upper case"] = (BatchLaw.Known, () => Check.Codes(
            codes => codes.Where(Table.HasCode).ToDictionary(static code => code.ToUpperInvariant(), Table.Row))),
        ["dictionary: trimmed to the length of the first key"] = (BatchLaw.Split, () => Check.Codes(
            codes => codes.Where(Table.HasCode).GroupBy(code => code[..Math.Min(code.Length, codes[0].Length)])
                .ToDictionary(static it => it.Key, static it => Table.Row(it.First())))),
        ["dictionary: precision is lost"] = (BatchLaw.Split, () => Check.Numbers(
            numbers => numbers.GroupBy(static number => (float)number).SelectMany(static same => same.Select(number => (number, same.First())))
                .ToDictionary(static it => it.number, static it => $"row {it.Item2}"),
            16_777_217,
            16_777_216)),
        ["dictionary: two that are one to the backend"] = (BatchLaw.Split, () => Check.Numbers(
            numbers => numbers.ToDictionary(static number => (long)(float)number, static number => $"row {number}").Where(static _ => true)
                .SelectMany(it => numbers.Where(number => (long)(float)number == it.Key).Select(number => (number, it.Value)))
                .ToDictionary(static it => it.number, static it => it.Value),
            16_777_217,
            16_777_216)),

        ["tenants: that of the first key for all"] = (BatchLaw.Split, () => Check.Tenants(
            keys => keys.ToDictionary(static key => key, key => $"row {keys[0].Tenant}.{key.Id}"))),
        ["tenants: those of the first key only"] = (BatchLaw.Split, () => Check.Tenants(
            keys => keys.Where(key => key.Tenant == keys[0].Tenant).ToDictionary(static key => key, static key => $"row {key}"))),
        ["tenants: by id alone"] = (BatchLaw.Split, () => Check.Tenants(keys =>
        {
            ILookup<int, int> tenants = keys.ToLookup(static key => key.Id, static key => key.Tenant);
            return keys.ToDictionary(static key => key, key => $"row {tenants[key.Id].First()}.{key.Id}");
        })),

        ["lookup: the limit is for all"] = (BatchLaw.Split, () => Check.Groups(ids => Reviews(ids).Take(4).ToLookup(static it => it.Id, static it => it.Text))),
        ["lookup: cut off at 1,000"] = (BatchLaw.Split, () => Check.Groups(
            ids => Reviews(ids).Take(1_000).ToLookup(static it => it.Id, static it => it.Text), Many)),
        ["lookup: in another order in larger batches"] = (BatchLaw.Split, () => Check.Groups(
            ids => (ids.Count > 1 ? Reviews(ids).Reverse() : Reviews(ids)).ToLookup(static it => it.Id, static it => it.Text))),

        ["stream: by position, in the order of arrival"] = (BatchLaw.Split, () => Check.Stream(
            ids => Table.In(ids).Order().Zip(ids, static (id, key) => KeyValuePair.Create(key, Table.Name(id))))),
        ["stream: breaks off at an unknown key"] = (BatchLaw.Unknown, () => Check.Stream(
            ids => ids.TakeWhile(Table.Has).Select(static id => KeyValuePair.Create(id, Table.Name(id))))),

        ["argument: only the first key in its language"] = (BatchLaw.Split, () => Check.Text(
            keys => keys.Where(static key => Table.Has(key.Id)).ToDictionary(static key => key.Id, key => $"{(key == keys[0] ? key.Language : "en")} {key.Id}"))),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Fact]
    public void There_are_forty() => Assert.Equal(40, Faults.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_is_found_and_named(string name)
    {
        (BatchLaw law, Func<Task> check) = Faults[name];
        BatchLawException found = await Assert.ThrowsAsync<BatchLawException>(check);
        Assert.Equal(law, found.Law);
        Assert.InRange(found.Keys.Count, 1, 1_100);
        Assert.Contains('\n', found.Message);
    }

    [Fact]
    public async Task The_keys_are_few_and_the_advice_fits()
    {
        BatchLawException order = await Assert.ThrowsAsync<BatchLawException>(Faults["position: in the order of the database"].Check);
        Assert.Equal(2, order.Keys.Count);
        Assert.Contains("KeyOf and Order = ResultOrder.Any", order.Message, StringComparison.Ordinal);

        BatchLawException unknown = await Assert.ThrowsAsync<BatchLawException>(Faults["position: one fails, all fail"].Check);
        Assert.Equal(2, unknown.Keys.Count);
        Assert.Contains("must not fail the others", unknown.Message, StringComparison.Ordinal);

        BatchLawException cut = await Assert.ThrowsAsync<BatchLawException>(Faults["position: cut off at 1,000"].Check);
        Assert.InRange(cut.Keys.Count, 1_001, 1_100);
        Assert.Contains("MaxBatchSize", cut.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(int Id, string Text)> Reviews(IEnumerable<int> ids)
        => Table.In(ids).SelectMany(static id => Enumerable.Range(0, 2).Select(i => (id, $"review {i} of {id}")));
}
