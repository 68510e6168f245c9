namespace DataLoader.Tests;

/// <summary>What belongs to each element of a list.</summary>
public class ParentLoadTests
{
    private static readonly Book[] Books = [new("Emma", 2), new("Sanditon", 2), new("Ulysses", 1)];

    [Fact]
    public async Task E9_Each_parent_has_its_value_beside_it()
    {
        (BatchLoader<int, string> authors, RecordingBatch<int, string> batch, ManualBatchScheduler scheduler)
            = Manual.Of<int, string>(static key => $"author {key}");

        IReadOnlyList<(Book, string)> books = await scheduler.DispatchFor(authors.LoadManyAsync(Books, static book => book.AuthorId));

        Assert.Equal([(Books[0], "author 2"), (Books[1], "author 2"), (Books[2], "author 1")], books);
        batch.AssertCalls([2, 1]);
    }

    [Fact]
    public async Task E9_A_lookup_gives_each_parent_its_list()
    {
        var scheduler = new ManualBatchScheduler();
        var reviews = new DelegateLoader<int, IReadOnlyList<string>>(
            batch =>
            {
                batch.SetLookup(new[] { (Key: 2, Text: "dry"), (Key: 2, Text: "witty") }.ToLookup(static it => it.Key, static it => it.Text));
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler });

        IReadOnlyList<(Book, IReadOnlyList<string>)> books = await scheduler.DispatchFor(reviews.LoadManyAsync(Books, static book => book.AuthorId));

        Assert.Equal([2, 2, 0], books.Select(static it => it.Item2.Count));
    }

    [Fact]
    public async Task E9_No_parents_ask_for_nothing_and_errors_come_as_from_a_list_of_keys()
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(static (_, _) => throw new TimeoutException());

        Assert.Empty(await loader.LoadManyAsync(Array.Empty<Book>(), static book => book.AuthorId));
        Assert.Equal(0, scheduler.Dispatch());
        await scheduler.DispatchFor(loader.LoadManyAsync(Books, static book => book.AuthorId)).FailsWith<TimeoutException>();
        await Assert.ThrowsAsync<ArgumentNullException>(() => loader.LoadManyAsync(default(Book[])!, static book => book.AuthorId));
        await Assert.ThrowsAsync<ArgumentNullException>(() => loader.LoadManyAsync(Books, default!));
        Assert.Throws<TimeoutException>(() => { _ = loader.LoadManyAsync(Books, static _ => throw new TimeoutException()); });
        Assert.Equal(0, scheduler.Dispatch());
    }

    private sealed record Book(string Title, int AuthorId);
}
