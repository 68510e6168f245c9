using System.Threading.Channels;

namespace ShopGraphQL.Tests.Support;

/// <summary>An asynchronous driver: it answers one question after the other, each on a thread of its own, when nobody runs any code who has asked.</summary>
public sealed class FakeDriver
{
    private readonly Channel<TaskCompletionSource> _questions = Channel.CreateUnbounded<TaskCompletionSource>();

    public Task AskAsync()
    {
        var question = new TaskCompletionSource();
        _questions.Writer.TryWrite(question);
        return question.Task;
    }

    /// <summary>Answers until some work is done that asks.</summary>
    public async Task<T> AnswerAsync<T>(Task<T> work)
    {
        while (await Task.WhenAny(work, _questions.Reader.WaitToReadAsync().AsTask()) != work)
        {
            _questions.Reader.TryRead(out TaskCompletionSource? question);
            var thread = new Thread(() => question?.SetResult());
            thread.Start();
            thread.Join();
        }

        return await work;
    }
}
