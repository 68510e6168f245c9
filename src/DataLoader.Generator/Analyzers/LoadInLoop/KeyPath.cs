using System.Text;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>
/// How a key is read from an element, as text that is the same for the same way: <c>o.UserId</c> of an element <c>o</c> is <c>_.UserId</c>. Null where
/// that can not be told.
/// </summary>
internal static class KeyPath
{
    private const string Itself = "_";

    /// <summary>The way to the key of a load in a loop, or in the lambda of a call that does the work of one.</summary>
    public static string? OfRound(LoadSite site, IOperation loop)
    {
        if (site.Key is not { } key)
            return null;
        if (loop is IForEachLoopOperation { Locals.Length: 1 } each)
            return Read(key, each.Locals[0], loop);
        return site.Lambda is { Symbol.Parameters.Length: > 0 } lambda ? Read(key, lambda.Symbol.Parameters[0], lambda) : null;
    }

    /// <summary>The way to the keys of a load or a <c>Prime</c> that takes place before.</summary>
    public static string? OfFilling(IInvocationOperation call)
    {
        if (call.Arguments.Length == 0)
            return null;
        if (call.TargetMethod.Name is not ("Prime" or "LoadAsync"))
            return OfList(call.Arguments[0].Value, Operations.MemberRoot(call));
        if (Operations.EnclosingLoop(call) is IForEachLoopOperation { Locals.Length: 1 } each)
            return Read(call.Arguments[0].Value, each.Locals[0], each);
        return Operations.EnclosingFunction(call) is IAnonymousFunctionOperation { Symbol.Parameters.Length: 1 } lambda
            ? Read(call.Arguments[0].Value, lambda.Symbol.Parameters[0], lambda)
            : null;
    }

    /// <summary>The way from the elements of a collection to a list of keys: <c>orders.Select(o =&gt; o.UserId).Distinct()</c>.</summary>
    private static string? OfList(IOperation list, IOperation root)
    {
        for (int steps = 0; steps < 8; steps++)
        {
            list = Operations.Unwrap(list);
            switch (list)
            {
                case ILocalReferenceOperation { Local: { } local } when Operations.OnlyValueOf(local, root) is { } value:
                    if (!IsKeysOrSelect(value))
                        return Itself;
                    list = value;
                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                    return Itself;
                case IInvocationOperation { Arguments.Length: 2 } select when TaskSequence.IsSelect(select):
                    return Operations.Unwrap(select.Arguments[1].Value) is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters.Length: 1 } lambda }
                        && lambda.Body.Operations is [IReturnOperation { ReturnedValue: { } key }]
                            ? Read(key, lambda.Symbol.Parameters[0], lambda)
                            : null;
                case IInvocationOperation { TargetMethod.Name: "Distinct" or "ToList" or "ToArray" or "ToHashSet" or "Order" or "Where" or "AsEnumerable" or "Take" } kept
                    when Operations.ReceiverOf(kept) is { } source:
                    list = source;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsKeysOrSelect(IOperation value) => Operations.Unwrap(value) is IInvocationOperation { TargetMethod.IsExtensionMethod: true };

    private static string? Read(IOperation key, ISymbol element, IOperation within)
    {
        key = Operations.Unwrap(key);
        if (key is ILocalReferenceOperation { Local: { } local } && !SymbolEqualityComparer.Default.Equals(local, element))
        {
            if (Operations.OnlyValueOf(local, within) is not { } value)
                return null;
            key = value;
        }

        if (!Operations.Reads(key, element))
            return null;
        var path = new StringBuilder();
        foreach (SyntaxToken token in key.Syntax.DescendantTokens())
        {
            bool isElement = token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == element.Name && !token.GetPreviousToken().IsKind(SyntaxKind.DotToken);
            path.Append(isElement ? Itself : token.ValueText);
        }

        return path.ToString();
    }
}
