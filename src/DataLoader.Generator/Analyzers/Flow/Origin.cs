using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// One of the things that decide a key, or which loader is asked, seen from where the load is started: an expression, or a variable or member that
/// the function which loads reads by itself.
/// </summary>
/// <param name="Value">The expression.</param>
/// <param name="Symbol">The variable or member, where there is no expression.</param>
/// <param name="IsMember">Whether a member of the value is what is read.</param>
internal readonly record struct Origin(IOperation? Value, ISymbol? Symbol = null, bool IsMember = false);
