using System;
using System.Collections.Generic;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Endpoints;

/// <summary>
/// BL0026, said by the generator itself: what ASP.NET Core generates does not even parse then, and the compiler stops before it asks an analyzer.
/// </summary>
internal static class UnseenLoaders
{
    /// <summary>The parameters whose type is a loader that other generators do not see.</summary>
    public static EquatableArray<EndpointParameter> Find(EquatableArray<EndpointParameter> parameters, EquatableArray<BatchMethod> loaders)
    {
        if (parameters.Count == 0)
            return default;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (BatchMethod loader in loaders)
        {
            if (loader is { Failure: null, Part: not { HasBase: true } })
                names.Add(loader.LoaderName);
        }

        return new(Array.FindAll([.. parameters], parameter => names.Contains(parameter.TypeName)));
    }

    public static void Report(SourceProductionContext context, EquatableArray<EndpointParameter> found)
    {
        foreach (EndpointParameter parameter in found)
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnseenLoader, parameter.Location, parameter.TypeName));
    }
}
