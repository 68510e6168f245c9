using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>A function whose call starts a load and is done when the load is: what decides the key, and what the loader.</summary>
internal sealed class LoadingFunction
{
    /// <summary>The function as a message names it.</summary>
    public required string Name { get; init; }

    /// <summary>The load inside.</summary>
    public required IOperation Load { get; init; }

    /// <summary>What the function reads its key, or its list of keys, from.</summary>
    public required Origins Keys { get; init; }

    /// <summary>What the function reads its loader from.</summary>
    public required Origins Loader { get; init; }

    /// <summary>The field, or the parameter of a constructor, that holds the loader; null when the loader is an argument.</summary>
    public required ISymbol? LoaderRoot { get; init; }

    /// <summary>The parameter that is the key itself.</summary>
    public required int? KeyParameter { get; init; }

    /// <summary>Whether the load takes many keys.</summary>
    public required bool TakesMany { get; init; }

    /// <summary>Whether the function does nothing but load: nobody can see when it is called.</summary>
    public required bool IsPlain { get; init; }

    /// <summary>The variables and members that the function reads by itself, not through its arguments.</summary>
    public required Origins Reads { get; init; }
}
