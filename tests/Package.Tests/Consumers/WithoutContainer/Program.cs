using DataLoader;

var users = new UserByIdLoader();
IReadOnlyList<string> names = await users.LoadManyAsync([1, 2]);
Console.WriteLine($"without a container: {string.Join(", ", names)}");

internal static class UserQueries
{
    [BatchLoader]
    internal static ValueTask<string[]> BatchUserById(IReadOnlyList<int> ids) => new([.. ids.Select(id => $"user {id}")]);
}
