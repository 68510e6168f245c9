using DataLoader.Batches;
using DataLoader.Dispatch;
using DataLoader.Seeing;

namespace DataLoader;

/// <content>A batch at a gate, and one that is asked twice.</content>
public abstract partial class Batch<TKey, TValue> : IGatedBatch
{
    /// <summary>Whether the batch method brings a stream.</summary>
    internal bool IsStream => Stream is not null;

    object IGatedBatch.Loader => Owner.Method.Loader;

    string IGatedBatch.LoaderName => LoaderName;

    object? IGatedBatch.Argument => Owner.Method.Argument;

    Dispatcher IGatedBatch.Scope => Owner.Scope.Dispatcher;

    /// <summary>What a key gets, once the batch method has ended; null while there is no outcome.</summary>
    internal LoadResult<TValue>? ResultAt(int index)
    {
        if (_outcome.IsNone)
            return null;
        LoadResult<TValue> result = _outcome.ErrorAt(index) is { } error ? LoadResult.Failure<TValue>(error) : _outcome.ValueAt(index);
        return result;
    }

    object[] IGatedBatch.BoxKeys() => Array.ConvertAll<TKey, object>(CopyKeys(), static key => key);

    Task IGatedBatch.CallMethod() => Owner.Method.Call(this) ?? Task.FromException(NullTask());

    IDisposable IGatedBatch.Hold() => Owner.Scope.HoldBatches();

    string IGatedBatch.Describe() => Owner.Scope.Describe();

    void IGatedBatch.Answer(IReadOnlyList<object?> answers)
    {
        var results = new LoadResult<TValue>[answers.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = answers[i] switch
            {
                TValue value => value,
                Exception error => LoadResult.Failure<TValue>(error),
                null when default(TValue) is null => default(TValue)!, // SetResults knows whether null is a value here.
                null => LoadResult.Failure<TValue>(BatchErrors.Missing(this, i)),
                { } other => throw new InvalidCastException(
                    $"{LoaderName} loads {typeof(TValue)}, and was given a {other.GetType()} for a key."),
            };
        }

        SetResults(results);
    }
}
