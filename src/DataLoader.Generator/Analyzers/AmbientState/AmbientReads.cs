using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.AmbientState;

/// <summary>Knows what stands around the code of one request: it is there without being handed over.</summary>
internal static class AmbientReads
{
    private static readonly HashSet<string> Members =
    [
        "System.Security.Claims.ClaimsPrincipal.Current",
        "System.Threading.Thread.CurrentPrincipal",
        "System.Transactions.Transaction.Current",
        "System.Globalization.CultureInfo.CurrentCulture",
        "System.Globalization.CultureInfo.CurrentUICulture",
        "System.Diagnostics.Activity.Baggage",
        "System.Diagnostics.Activity.GetBaggageItem",
        "Microsoft.AspNetCore.Http.IHttpContextAccessor.HttpContext",
    ];

    private static readonly HashSet<string> Types =
    [
        "Microsoft.AspNetCore.Http.IHttpContextAccessor",
        "Microsoft.AspNetCore.Http.HttpContext",
        "System.Security.Claims.ClaimsPrincipal",
        "System.Security.Principal.IPrincipal",
    ];

    /// <summary>What an operation reads, in words; null if it is of no request.</summary>
    public static string? Find(IOperation operation)
    {
        if (operation.Parent is INameOfOperation)
            return null;
        return operation switch
        {
            IPropertyReferenceOperation { Property: var property } => IsAsyncLocal(property.ContainingType) ? "an AsyncLocal" : Known(property),
            IInvocationOperation { TargetMethod: var method } => Known(method),
            IFieldReferenceOperation { Field: var field } when IsThreadStatic(field) => $"'{field.Name}', which each thread has for itself",
            _ => null,
        };
    }

    /// <summary>Whether a service is a request's own.</summary>
    public static bool IsOfRequest(ITypeSymbol type) => Types.Contains(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString());

    private static string? Known(ISymbol member)
        => member.ContainingType is { } type && Members.Contains($"{type.ToDisplayString()}.{member.Name}") ? $"'{type.Name}.{member.Name}'" : null;

    private static bool IsAsyncLocal(INamedTypeSymbol? type)
        => type is { Name: "AsyncLocal", Arity: 1, ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    private static bool IsThreadStatic(IFieldSymbol field)
    {
        foreach (AttributeData attribute in field.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ThreadStaticAttribute", ContainingNamespace.Name: "System" })
                return true;
        }

        return false;
    }
}
