namespace DataLoader.GraphQL;

/// <summary>
/// A field's value that comes in a frame, whatever thread has completed it: the executor goes on in there, and what the fields that it begins next ask
/// for is sent when it waits again.
/// </summary>
internal sealed class ValueInFrame : TaskCompletionSource<object?>
{
    private readonly LoaderScope _scope;
    private readonly Task<object?> _value;

    private ValueInFrame(LoaderScope scope, Task<object?> value)
    {
        _scope = scope;
        _value = value;
    }

    /// <summary>The value, in a frame. One that is there already is what it is: the executor is in a frame, and does not wait.</summary>
    public static Task<object?> Of(LoaderScope scope, Task<object?> value)
    {
        if (value.IsCompleted)
            return value;
        var inFrame = new ValueInFrame(scope, value);
        value.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(inFrame.Complete);
        return inFrame.Task;
    }

    private void Complete()
    {
        using (_scope.OpenFrame())
        {
            if (_value.IsCompletedSuccessfully)
                SetResult(_value.Result);
            else if (_value.Exception is { } error)
                SetException(error.InnerExceptions);
            else
                TrySetCanceled(CancellationOf(_value));
        }
    }

    private static CancellationToken CancellationOf(Task<object?> cancelled)
    {
        try
        {
            cancelled.GetAwaiter().GetResult();
            return default;
        }
        catch (OperationCanceledException cancellation)
        {
            return cancellation.CancellationToken;
        }
    }
}
