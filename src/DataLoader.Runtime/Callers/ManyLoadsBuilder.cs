using System.Runtime.CompilerServices;
using DataLoader.Threading;

namespace DataLoader.Callers;

/// <summary>Builds the task of many loads, as that of any async method; but when they end with their scope nobody is obliged to look at it.</summary>
internal struct ManyLoadsBuilder<T>
{
    private AsyncTaskMethodBuilder<T> _builder;

    public Task<T> Task => _builder.Task;

    public static ManyLoadsBuilder<T> Create() => default;

    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
        => _builder.Start(ref stateMachine);

    public void SetStateMachine(IAsyncStateMachine stateMachine) => _builder.SetStateMachine(stateMachine);

    public void SetResult(T result) => _builder.SetResult(result);

    public void SetException(Exception exception) => Faults.Fail(ref _builder, exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
