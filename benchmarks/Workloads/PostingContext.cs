using System.Threading.Channels;

namespace DataLoader.Workloads;

/// <summary>
/// A <see cref="SynchronizationContext"/> that posts: what follows an await of code under it runs on a worker of the context, never inline. With one
/// worker it keeps the order, as a renderer of Blazor does; with several it is like the one that xunit 2 gives its tests.
/// </summary>
public sealed class PostingContext : SynchronizationContext
{
    private readonly Channel<(SendOrPostCallback Callback, object? State)> _posted = Channel.CreateUnbounded<(SendOrPostCallback, object?)>();

    private PostingContext()
    {
    }

    /// <summary>Runs a body under a context of its own.</summary>
    /// <param name="workers">How many threads run what is posted.</param>
    /// <param name="body">The body.</param>
    public static Task RunAsync(int workers, Func<Task> body)
    {
        var context = new PostingContext();
        var end = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Post(_ => end.SetResult(body()), null);
        for (int i = 0; i < workers; i++)
            new Thread(context.Work) { IsBackground = true }.Start();
        return FinishAsync();

        async Task FinishAsync()
        {
            try
            {
                await (await end.Task.ConfigureAwait(false)).ConfigureAwait(false);
            }
            finally
            {
                context._posted.Writer.Complete();
            }
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _posted.Writer.TryWrite((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    private void Work()
    {
        SetSynchronizationContext(this);
        while (_posted.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_posted.Reader.TryRead(out (SendOrPostCallback Callback, object? State) item))
                item.Callback(item.State);
        }
    }
}
