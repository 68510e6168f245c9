using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataLoader.Hosts.Tests;

/// <summary>A worker that takes messages from a queue.</summary>
public sealed class WorkerTests
{
    private readonly Channel<Message> _queue = Channel.CreateUnbounded<Message>();

    [Fact]
    public async Task Worker_message()
    {
        using IHost host = Build();
        await host.StartAsync();
        await Questions.EachTakesAsync(Questions.Ideal, host.Services.GetRequiredService<Backend>(), () => SendAsync(Questions.Ids));
        await host.StopAsync();
    }

    [Fact]
    public async Task Worker_that_is_stopped()
    {
        using IHost host = Build();
        await host.StartAsync();
        Backend backend = host.Services.GetRequiredService<Backend>();
        _ = SendAsync([Backend.Never]);
        await backend.Asked;

        await host.StopAsync();
        await backend.GivenUp;
    }

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddShop().AddSingleton(_queue.Reader).AddHostedService<ItemsWorker>();
        return builder.Build();
    }

    private Task<string[]> SendAsync(int[] ids)
    {
        var answer = new TaskCompletionSource<string[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_queue.Writer.TryWrite(new Message(ids, answer)));
        return answer.Task;
    }
}
