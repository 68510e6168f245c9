using DataLoader;
using Web;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<UserStore>();
builder.Services.AddBatchLoaders();
builder.Services.AddLoaderTimeline();
await using WebApplication app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.UseBatchLoaders();
app.MapGet("/users", (UserByIdLoader users) => Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2), users.LoadAsync(3)));
app.MapGet("/users/{id:int}", (int id, UserByIdLoader users, CancellationToken cancellationToken) => users.LoadAsync(id, cancellationToken));
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
string answer = await client.GetStringAsync(new Uri("/users", UriKind.Relative));
int batches = app.Services.GetRequiredService<UserStore>().Batches;
Console.WriteLine($"{answer} in {batches} batch{(batches == 1 ? "" : "es")}");

namespace Web
{
    public sealed class UserStore
    {
        private int _batches;

        public int Batches => _batches;

        public async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<int> ids)
        {
            Interlocked.Increment(ref _batches);
            await Task.Yield();
            return [.. ids.Select(id => $"user {id}")];
        }
    }

    // So that ASP.NET Core's generator sees the loader.
    public sealed partial class UserByIdLoader : BatchLoader<int, string>;

    public static class UserQueries
    {
        [BatchLoader]
        public static Task<IReadOnlyList<string>> BatchUserById(IReadOnlyList<int> ids, UserStore store) => store.NamesAsync(ids);
    }
}
