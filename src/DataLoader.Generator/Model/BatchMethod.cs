using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Model;

/// <summary>Everything that one loader is printed from. Text and flags only: equal models give equal files, and none keeps a compilation alive.</summary>
internal sealed record BatchMethod
{
    /// <summary>The namespace of the loader, as it is written in code; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the loader, not escaped.</summary>
    public required string LoaderName { get; init; }

    public required bool IsPublic { get; init; }

    /// <summary>The containing type's full name as metadata has it, which names the file.</summary>
    public required string FileName { get; init; }

    /// <summary>The containing type as code names it.</summary>
    public required string ContainingType { get; init; }

    /// <summary>The name of the batch method, not escaped.</summary>
    public required string MethodName { get; init; }

    /// <summary>Whether another method of the same name makes it necessary to say which one is meant.</summary>
    public required bool IsOverloaded { get; init; }

    /// <summary>The content of the user's own summary, as XML.</summary>
    public required string? Summary { get; init; }

    /// <summary>Why the batch method should not be used any more, if it says so.</summary>
    public required string? Obsolete { get; init; }

    /// <summary>The id under which the batch method is experimental, and so the loader.</summary>
    public required string? Experimental { get; init; }

    /// <summary>The ids of the warnings that the use of what the signature mentions gives, sorted.</summary>
    public required EquatableArray<string> UseWarnings { get; init; }

    public required string KeyType { get; init; }

    public required string ValueType { get; init; }

    /// <summary>The key and the value as a container tells them apart: it knows no nullable references.</summary>
    public required string InterfaceIdentity { get; init; }

    /// <summary>One value of a lookup.</summary>
    public required string? ElementType { get; init; }

    public required CacheKey? CacheKey { get; init; }

    /// <summary>What compares the keys, or the cache keys where there are any; null for the default.</summary>
    public required string? KeyComparer { get; init; }

    /// <summary>The expression that tells the key of <c>value</c>.</summary>
    public required string? KeyOf { get; init; }

    /// <summary>The type of the keys parameter, without its nullability; empty where nobody has to write it.</summary>
    public required string KeysParameterType { get; init; }

    public required KeysShape KeysShape { get; init; }

    public required ResultShape ResultShape { get; init; }

    public required bool IsValueTask { get; init; }

    /// <summary>Whether the result is an <c>ImmutableArray</c>, whose default value stands for no list.</summary>
    public required bool IsImmutableArray { get; init; }

    /// <summary>Whether the result needs a <c>!</c>: its type arguments differ from the loader's in a way that only the flow of nulls can tell.</summary>
    public required bool NeedsBang { get; init; }

    /// <summary>Whether that is so for the parameter that takes the loader itself.</summary>
    public required bool NeedsBangForSelf { get; init; }

    public required bool FailsMissingKeys { get; init; }

    /// <summary>What becomes of values that nobody asked for: the member of the enum, or null for the default.</summary>
    public required string? Surplus { get; init; }

    public required int MaxBatchSize { get; init; }

    public required int MaxConcurrentBatches { get; init; }

    public required bool Cache { get; init; }

    /// <summary>Whether each batch resolves the services from a scope of its own.</summary>
    public required bool PerBatch { get; init; }

    /// <summary>What each parameter of the batch method is for.</summary>
    public required EquatableArray<ParameterRole> Roles { get; init; }

    public required EquatableArray<Service> Services { get; init; }

    /// <summary>What every load gives along with the key.</summary>
    public required EquatableArray<BatchArgument> Arguments { get; init; }

    /// <summary>Whether requests share calls.</summary>
    public bool IsShared { get; init; }

    /// <summary>What tells the requests apart that share none; null when all may.</summary>
    public Service? Partition { get; init; }

    public bool IsFamily => Arguments.Count > 0;

    /// <summary>What the user has written of the loader; null for nothing.</summary>
    public OwnPart? Part { get; init; }

    /// <summary>
    /// What the rule says that the method breaks; null if it breaks none. Such a loader can be named and constructed, so that the compiler does
    /// not hide the rule behind errors of its own, and that is all.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>The loader as code names it.</summary>
    public string Type => $"global::{(Namespace.Length == 0 ? "" : Namespace + ".")}{Identifier.Escape(LoaderName)}";
}

/// <summary>A function of the user's own that tells the identity of a key.</summary>
/// <param name="Method">The function as code names it.</param>
/// <param name="Type">What it returns.</param>
/// <param name="NeedsBang">Whether its parameter differs from the key in a way that only the flow of nulls can tell.</param>
internal sealed record CacheKey(string Method, string Type, bool NeedsBang);
