namespace DataLoader.SharingBenchmarks;

/// <summary>One request: five users, their friends, these as users, and their orders. Four levels, three kinds of query, some 60 keys.</summary>
internal static class Request
{
    public static Task RunAsync(
        int[] ids, Func<int, Task<User>> loadUser, Func<int, Task<IReadOnlyList<int>>> loadFriends, Func<int, Task<IReadOnlyList<int>>> loadOrders)
    {
        return Task.WhenAll(ids.Select(OfUserAsync));

        async Task OfUserAsync(int id)
        {
            User user = await loadUser(id);
            IReadOnlyList<int> known = await loadFriends(user.Id);
            await Task.WhenAll(known.Select(async friend => await loadOrders((await loadUser(friend)).Id)));
        }
    }
}
