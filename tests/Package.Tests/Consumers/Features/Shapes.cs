using DataLoader;
using Microsoft.Extensions.DependencyInjection;
using static Features.Check;

namespace Features;

/// <summary>The shapes of batch methods, with loaders from the container.</summary>
internal static class Shapes
{
    public static async Task RunAsync(IServiceProvider request)
    {
        var backend = request.GetRequiredService<Backend>();
        var users = request.GetRequiredService<UserByIdLoader>();
        Equal("UserByIdLoader", users.Name);
        var scope = request.GetRequiredService<LoaderScope>();
        User[] three = await scope.RunAsync(() => Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2), users.LoadAsync(1)));
        Equal("user 1, user 2, user 1", string.Join(", ", three.Select(user => user.Name)));
        Equal(1, backend.Calls);
        await FailsAsync<BatchContractException>(users.LoadAsync(500));

        var guarded = request.GetRequiredService<GuardedUserByIdLoader>();
        KeyOrderException order = await FailsAsync<KeyOrderException>(guarded.LoadManyAsync([2, 1]));
        Equal(0, order.Index);
        Equal("user 1", (await guarded.LoadAsync(1))!.Name);

        var any = request.GetRequiredService<AnyUserByIdLoader>();
        Equal("5, 6, 7", string.Join(", ", (await any.LoadManyAsync([5, 6, 7])).Select(user => user.Id)));
        await FailsAsync<KeyNotFoundException>(any.LoadAsync(500));

        var halves = request.GetRequiredService<HalfByNumberLoader>();
        IReadOnlyList<LoadResult<int>> settled = await halves.LoadManySettledAsync([4, 5]);
        Equal(2, settled[0].Value);
        Equal("5 is odd", settled[1].Error!.Message);

        Equal(null, await request.GetRequiredService<OptionalUserByIdLoader>().LoadAsync(500));
        Equal("1, 2, 3, 6", string.Join(", ", await request.GetRequiredService<DivisorsByNumberLoader>().LoadAsync(6)));
        Equal("line 3, line 4", string.Join(", ", await request.GetRequiredService<LineByNumberLoader>().LoadManyAsync([3, 4])));

        var rows = request.GetRequiredService<RowByIdLoader>();
        Equal("row 1", await rows.LoadAsync(1));
        Equal("row 2", await rows.LoadAsync(2));
        Equal(2, Connection.Opened);
    }
}
