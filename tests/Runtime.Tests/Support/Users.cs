namespace DataLoader.Tests;

/// <summary>A row that knows its own key.</summary>
internal sealed record User(int Id, string Name = "")
{
    public static User[] Of(params int[] ids) => [.. ids.Select(static id => new User(id))];
}

internal readonly struct UserId : IKeyOf<int, User>
{
    public int Of(User value) => value.Id;
}

internal readonly struct UserName : IKeyOf<string, User>
{
    public string Of(User value) => value.Name;
}
