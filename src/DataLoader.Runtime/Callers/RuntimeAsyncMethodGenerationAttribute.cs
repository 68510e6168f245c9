namespace System.Runtime.CompilerServices;

/// <summary>
/// Says whether the runtime makes the state machine of an async method, where the compiler has been told to leave them to it. It knows this attribute by
/// its name; .NET 10 does not have it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeAsyncMethodGenerationAttribute(bool runtimeAsync) : Attribute
{
    public bool RuntimeAsync => runtimeAsync;
}
