using System.Net;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DataLoader.Testing.Tests.Laws;

public sealed class Book
{
    public int Id { get; init; }

    public required string Title { get; init; }

    public int AuthorId { get; init; }
}

public sealed class BookDb(DbContextOptions<BookDb> options) : DbContext(options)
{
    public DbSet<Book> Books => Set<Book>();
}

#pragma warning disable BL0017 // The laws ask for one batch after the other.

/// <summary>Batch methods as people write them, over real libraries.</summary>
public static class BookQueries
{
    [BatchLoader("TrackedBookLoader", KeyOf = nameof(Book.Id), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<Book>> Tracked(IReadOnlyList<int> ids, BookDb db, CancellationToken cancellationToken)
        => await db.Books.Where(book => ids.Contains(book.Id)).ToListAsync(cancellationToken);

    [BatchLoader("UntrackedBookLoader")]
    public static async Task<IReadOnlyDictionary<int, Book>> Untracked(IReadOnlyList<int> ids, BookDb db, CancellationToken cancellationToken)
        => await db.Books.AsNoTracking().Where(book => ids.Contains(book.Id)).ToDictionaryAsync(static book => book.Id, cancellationToken);

    [BatchLoader("BooksByAuthorLoader")]
    public static async Task<ILookup<int, Book>> ByAuthor(IReadOnlyList<int> authors, BookDb db, CancellationToken cancellationToken)
        => (await db.Books.AsNoTracking().Where(book => authors.Contains(book.AuthorId)).OrderBy(static book => book.Id).ToListAsync(cancellationToken))
            .ToLookup(static book => book.AuthorId);

    [BatchLoader("BookCountLoader")]
    public static async Task<IReadOnlyDictionary<int, int>> Count(IReadOnlyList<int> authors, BookDb db, CancellationToken cancellationToken)
        => await db.Books.Where(book => authors.Contains(book.AuthorId)).GroupBy(static book => book.AuthorId)
            .ToDictionaryAsync(static books => books.Key, static books => books.Count(), cancellationToken);

    [BatchLoader("DapperBookLoader", KeyOf = nameof(Book.Id), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<Book>> WithDapper(IReadOnlyList<int> ids, SqliteConnection connection)
        => (await connection.QueryAsync<Book>("select Id, Title, AuthorId from Books where Id in @ids", new { ids })).AsList();

    [BatchLoader("DapperBooksByAuthorLoader")]
    public static async Task<ILookup<int, string>> TitlesWithDapper(IReadOnlyList<int> authors, SqliteConnection connection)
        => (await connection.QueryAsync<(int AuthorId, string Title)>("select AuthorId, Title from Books where AuthorId in @authors order by Id", new { authors }))
            .ToLookup(static row => row.AuthorId, static row => row.Title);

    [BatchLoader("DapperTitleLoader")]
    public static async Task<IReadOnlyDictionary<int, string>> TitleWithDapper(IReadOnlyList<int> ids, SqliteConnection connection)
        => (await connection.QueryAsync<(int Id, string Title)>("select Id, Title from Books where Id in @ids", new { ids }))
            .ToDictionary(static row => row.Id, static row => row.Title);

    [BatchLoader("HttpBookLoader", KeyOf = nameof(Book.Id), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<Book>> OverHttp(IReadOnlyList<int> ids, HttpClient http, CancellationToken cancellationToken)
        => await http.GetFromJsonAsync<Book[]>($"/books?ids={string.Join(',', ids)}", cancellationToken) ?? [];

    [BatchLoader("HttpTitleLoader")]
    public static async Task<IReadOnlyDictionary<int, string>> TitleOverHttp(IReadOnlyList<int> ids, HttpClient http, CancellationToken cancellationToken)
        => (await http.GetFromJsonAsync<Book[]>($"/books?ids={string.Join(',', ids)}", cancellationToken) ?? [])
            .ToDictionary(static book => book.Id, static book => book.Title);

    [BatchLoader("EachOverHttpLoader")]
    public static async IAsyncEnumerable<KeyValuePair<int, string>> EachOverHttp(IReadOnlyList<int> ids, HttpClient http)
    {
        foreach (int id in ids)
        {
            if (await http.GetFromJsonAsync<Book[]>($"/books?ids={id}") is [{ } book])
                yield return KeyValuePair.Create(id, book.Title);
        }
    }
}

/// <summary>Ten right methods over EF Core, Dapper and HTTP; and what goes wrong there.</summary>
public sealed class BackendTests : IDisposable
{
    private static readonly int[] Ids = [7, 3, 12, 1, 9];

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly BookDb _db;

    public BackendTests()
    {
        _connection.Open();
        _db = new BookDb(new DbContextOptionsBuilder<BookDb>().UseSqlite(_connection).Options);
        _db.Database.EnsureCreated();
        _db.AddRange(Enumerable.Range(1, 40).Select(static id => new Book { Id = id, Title = $"Book {id}", AuthorId = 1 + (id % 13) }));
        _db.SaveChanges();
    }

    [Fact]
    public async Task Right_methods_over_EF_Core_give_no_alarm()
    {
        await BatchLaws.CheckAsync(new TrackedBookLoader(_db), Ids);
        await BatchLaws.CheckAsync(new UntrackedBookLoader(_db), Ids);
        await BatchLaws.CheckAsync(new BooksByAuthorLoader(_db), Ids);
        await BatchLaws.CheckAsync(new BookCountLoader(_db), Ids);
    }

    [Fact]
    public async Task Right_methods_over_Dapper_give_no_alarm()
    {
        await BatchLaws.CheckAsync(new DapperBookLoader(_connection), Ids);
        await BatchLaws.CheckAsync(new DapperBooksByAuthorLoader(_connection), Ids);
        await BatchLaws.CheckAsync(new DapperTitleLoader(_connection), Ids);
    }

    [Fact]
    public async Task Right_methods_over_HTTP_give_no_alarm()
    {
        using var http = new HttpClient(new BookServer(mostBooks: 100)) { BaseAddress = new Uri("http://books") };
        await BatchLaws.CheckAsync(new HttpBookLoader(http), Ids);
        await BatchLaws.CheckAsync(new HttpTitleLoader(http), Ids);
        await BatchLaws.CheckAsync(new EachOverHttpLoader(http), Ids);
    }

    [Fact]
    public async Task A_server_that_has_pages_is_found()
    {
        using var http = new HttpClient(new BookServer(mostBooks: 3)) { BaseAddress = new Uri("http://books") };
        BatchLawException found = await Assert.ThrowsAsync<BatchLawException>(() => BatchLaws.CheckAsync(new HttpTitleLoader(http), Ids));
        Assert.Equal((BatchLaw.Split, 4), (found.Law, found.Keys.Count));
        Assert.Contains("cut off", found.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _db.Dispose();
        _connection.Dispose();
    }

    private sealed class BookServer(int mostBooks) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            IEnumerable<int> ids = request.RequestUri!.Query["?ids=".Length..].Split(',').Select(int.Parse); // The client's base address is absolute.
            Book[] books = [.. ids.Where(static id => id < 100).Order().Take(mostBooks).Select(static id => new Book { Id = id, Title = $"Book {id}" })];
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(books) });
        }
    }
}
