namespace DataLoader.Testing.Tests.Laws;

public sealed record Row(int Id, string Name);

/// <summary>A batch method without its loader: what it does for keys.</summary>
public sealed record Method<TKey, TResult>(Func<IReadOnlyList<TKey>, TResult> Answer);

/// <summary>Each shape of a batch method once.</summary>
public static class Shapes
{
    [BatchLoader("PositionLoader")]
#pragma warning disable BL0018 // What nothing proves is what the laws are for.
    public static Task<IReadOnlyList<string?>> Position(IReadOnlyList<int> ids, Method<int, IReadOnlyList<string?>> method)
#pragma warning restore BL0018
        => Task.FromResult(method.Answer(ids));

    [BatchLoader("SettledLoader")]
#pragma warning disable BL0018 // As above.
    public static Task<IReadOnlyList<LoadResult<string>>> Settled(IReadOnlyList<int> ids, Method<int, IReadOnlyList<LoadResult<string>>> method)
#pragma warning restore BL0018
        => Task.FromResult(method.Answer(ids));

    [BatchLoader("OrderedLoader", KeyOf = nameof(Row.Id))]
    public static Task<IReadOnlyList<Row>> Ordered(IReadOnlyList<int> ids, Method<int, IReadOnlyList<Row>> method) => Task.FromResult(method.Answer(ids));

    [BatchLoader("RowLoader", KeyOf = nameof(Row.Id), Order = ResultOrder.Any)]
    public static Task<IReadOnlyList<Row>> Rows(IReadOnlyList<int> ids, Method<int, IReadOnlyList<Row>> method) => Task.FromResult(method.Answer(ids));

    [BatchLoader("CodeLoader")]
    public static Task<IReadOnlyDictionary<string, Row>> Codes(IReadOnlyList<string> codes, Method<string, IReadOnlyDictionary<string, Row>> method)
        => Task.FromResult(method.Answer(codes));

    [BatchLoader("NumberLoader")]
    public static Task<IReadOnlyDictionary<long, string>> Numbers(IReadOnlyList<long> numbers, Method<long, IReadOnlyDictionary<long, string>> method)
        => Task.FromResult(method.Answer(numbers));

    [BatchLoader("TenantLoader")]
    public static Task<IReadOnlyDictionary<(int Tenant, int Id), string>> Tenants(
        IReadOnlyList<(int Tenant, int Id)> keys, Method<(int Tenant, int Id), IReadOnlyDictionary<(int Tenant, int Id), string>> method)
        => Task.FromResult(method.Answer(keys));

    [BatchLoader("GroupLoader")]
    public static Task<ILookup<int, string>> Groups(IReadOnlyList<int> ids, Method<int, ILookup<int, string>> method) => Task.FromResult(method.Answer(ids));

    [BatchLoader("StreamLoader")]
    public static IAsyncEnumerable<KeyValuePair<int, string>> Stream(IReadOnlyList<int> ids, Method<int, IEnumerable<KeyValuePair<int, string>>> method)
        => Each(method.Answer(ids));

    [BatchLoader("TextLoader")]
    public static Task<IReadOnlyDictionary<int, string>> Text(
        IReadOnlyList<int> ids, [BatchArgument] string language, Method<(int Id, string Language), IReadOnlyDictionary<int, string>> method)
        => Task.FromResult(method.Answer([.. ids.Select(id => (id, language))]));

    [BatchLoader("UnrememberedLoader", Cache = false)]
#pragma warning disable BL0018 // As above.
    public static Task<IReadOnlyList<string?>> Unremembered(IReadOnlyList<int> ids, Method<int, IReadOnlyList<string?>> method)
#pragma warning restore BL0018
        => Task.FromResult(method.Answer(ids));

    private static async IAsyncEnumerable<KeyValuePair<int, string>> Each(IEnumerable<KeyValuePair<int, string>> values)
    {
        foreach (KeyValuePair<int, string> value in values)
        {
            await Task.CompletedTask;
            yield return value;
        }
    }
}

/// <summary>Checks a method of each shape.</summary>
internal static class Check
{
    private static readonly int[] Ids = [7, 3, 12, 1, 9];

    private static readonly string[] AllCodes = ["q7", "b3", "x12", "a1"];

    private static readonly (int, int)[] AllTenants = [(2, 1), (1, 2), (2, 3), (1, 1)];

    public static Task Position(Func<IReadOnlyList<int>, IReadOnlyList<string?>> method, params int[] ids)
        => BatchLaws.CheckAsync(new PositionLoader(new(method)), Or(ids));

    public static Task Settled(Func<IReadOnlyList<int>, IReadOnlyList<LoadResult<string>>> method, params int[] ids)
        => BatchLaws.CheckAsync(new SettledLoader(new(method)), Or(ids));

    public static Task Ordered(Func<IReadOnlyList<int>, IReadOnlyList<Row>> method, params int[] ids)
        => BatchLaws.CheckAsync(new OrderedLoader(new(method)), Or(ids));

    public static Task Rows(Func<IReadOnlyList<int>, IReadOnlyList<Row>> method, params int[] ids)
        => BatchLaws.CheckAsync(new RowLoader(new(method)), Or(ids));

    public static Task Codes(Func<IReadOnlyList<string>, IReadOnlyDictionary<string, Row>> method, params string[] codes)
        => BatchLaws.CheckAsync(new CodeLoader(new(method)), codes.Length == 0 ? AllCodes : codes);

    public static Task Numbers(Func<IReadOnlyList<long>, IReadOnlyDictionary<long, string>> method, params long[] numbers)
        => BatchLaws.CheckAsync(new NumberLoader(new(method)), numbers);

    public static Task Tenants(Func<IReadOnlyList<(int Tenant, int Id)>, IReadOnlyDictionary<(int Tenant, int Id), string>> method)
        => BatchLaws.CheckAsync(new TenantLoader(new(method)), AllTenants, new() { UnknownKeys = [(9, 9)] });

    public static Task Groups(Func<IReadOnlyList<int>, ILookup<int, string>> method, params int[] ids)
        => BatchLaws.CheckAsync(new GroupLoader(new(method)), Or(ids));

    public static Task Stream(Func<IReadOnlyList<int>, IEnumerable<KeyValuePair<int, string>>> method, params int[] ids)
        => BatchLaws.CheckAsync(new StreamLoader(new(method)), Or(ids));

    public static Task Text(Func<IReadOnlyList<(int Id, string Language)>, IReadOnlyDictionary<int, string>> method)
        => BatchLaws.CheckAsync(new TextLoader(new(method)).With("de"), Ids);

    public static Task Unremembered(Func<IReadOnlyList<int>, IReadOnlyList<string?>> method)
        => BatchLaws.CheckAsync(new UnrememberedLoader(new(method)), Ids);

    private static int[] Or(int[] ids) => ids.Length == 0 ? Ids : ids;
}

/// <summary>What the backend holds: rows 1 to 5,000.</summary>
internal static class Table
{
    public static bool Has(int id) => id is > 0 and <= 5_000;

    public static string Name(int id) => $"row {id}";

    public static string? NameOrNull(int id) => Has(id) ? Name(id) : null;

    public static Row Row(int id) => new(id, Name(id));

    public static Row Row(string code) => new(code.Length, $"row {code}");

    public static bool HasCode(string code) => code.Length > 1 && char.IsAsciiLetterLower(code[0]) && char.IsAsciiDigit(code[1]);

    public static IEnumerable<int> In(IEnumerable<int> ids) => ids.Where(Has);
}
