using System;
using System.Collections.Generic;
using DataLoader.Generator.Model;

namespace DataLoader.Generator.Selecting;

/// <summary>Decides what the registration holds.</summary>
internal static class Registrations
{
    /// <summary>The registration; null when nobody could call it.</summary>
    /// <param name="methods">The loaders.</param>
    /// <param name="hasMethods">Whether any method is annotated, valid or not: a mistake in the only one must not break the call too.</param>
    /// <param name="module">The module's name, if there is one.</param>
    /// <param name="facts">What the project references.</param>
    public static Registration? List(EquatableArray<BatchMethod> methods, bool hasMethods, string? module, CompilationFacts facts)
    {
        if (facts.IsLanguageTooOld || !facts.HasServiceCollection || (!hasMethods && module is null) || (module is null && facts.IsDefaultNameTaken))
            return null;

        var interfaces = new Dictionary<string, int>();
        foreach (BatchMethod method in methods)
        {
            if (method.Failure is not null)
                continue;
            string name = method.InterfaceIdentity;
            interfaces[name] = interfaces.TryGetValue(name, out int count) ? count + 1 : 1;
        }

        var loaders = new List<RegisteredLoader>(methods.Count);
        foreach (BatchMethod method in methods)
        {
            if (method.Failure is not null)
                continue;
            loaders.Add(new()
            {
                Type = method.Type,
                Interface = interfaces[method.InterfaceIdentity] == 1 ? Interface(method) : null,
                PerBatch = method.PerBatch,
                IsObsolete = method.Obsolete is not null,
                UseWarnings = method.UseWarnings,
                Services = method.Services,
            });
        }

        loaders.Sort(static (one, other) => string.CompareOrdinal(one.Type, other.Type));
        return new(module, new(loaders.ToArray()));
    }

    private static string Interface(BatchMethod method)
        => $"global::DataLoader.IBatchLoader<{method.KeyType}, {method.ValueType}>";
}
