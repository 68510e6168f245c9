using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataLoader.Hosts.Tests;

public sealed record Message(int[] Ids, TaskCompletionSource<string[]> Answer);

/// <summary>A worker: services, and so loaders, for each message.</summary>
public sealed class ItemsWorker(ChannelReader<Message> messages, IServiceScopeFactory scopes) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Parallel.ForEachAsync(messages.ReadAllAsync(stoppingToken), stoppingToken, async (message, _) =>
        {
            await using AsyncServiceScope services = scopes.CreateAsyncScope();
            LoaderScope loaders = services.ServiceProvider.GetRequiredService<LoaderScope>();
            loaders.AbortOn(stoppingToken);
            ItemViews views = services.ServiceProvider.GetRequiredService<ItemViews>();
            message.Answer.SetResult(await loaders.RunAsync(() => views.DescribeAllAsync(message.Ids)));
        });
}
