namespace DataLoader.Testing.Tests.Shop;

public sealed record User(int Id, string Name);

public sealed record Post(int Id, int AuthorId);

/// <summary>A backend that counts its calls.</summary>
public sealed class ShopDb
{
    public int Calls { get; set; }

    public List<string> Log { get; } = [];
}

/// <summary>What somebody who wants no loader in his signatures says instead.</summary>
public interface IUsers
{
    Task<User> LoadAsync(int id);
}

public sealed partial class UserByIdLoader : BatchLoader<int, User>, IUsers;

public static class ShopQueries
{
    [BatchLoader(KeyOf = nameof(User.Id), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<User>> BatchUserById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
    {
        db.Calls++;
        db.Log.Add($"users {string.Join(',', ids)}");
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        return [.. ids.Where(static id => id > 0).Select(static id => new User(id, $"user {id}"))];
    }

    [BatchLoader]
    public static async Task<ILookup<int, Post>> BatchPostsByAuthor(IReadOnlyList<int> authorIds, ShopDb db, CancellationToken cancellationToken)
    {
        db.Calls++;
        db.Log.Add($"posts {string.Join(',', authorIds)}");
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        return authorIds.SelectMany(static id => new[] { new Post(id * 10, id), new Post((id * 10) + 1, id) }).ToLookup(static post => post.AuthorId);
    }

    [BatchLoader]
    public static Task<IReadOnlyDictionary<int, string>> BatchGreeting(IReadOnlyList<int> ids, [BatchArgument] string language)
        => Task.FromResult<IReadOnlyDictionary<int, string>>(ids.ToDictionary(static id => id, id => $"{language} {id}"));
}
