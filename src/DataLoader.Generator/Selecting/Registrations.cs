using System;
using System.Collections.Generic;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

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

        var interfaces = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (BatchMethod method in methods)
        {
            if (method.Failure is not null)
                continue;
            Count(method.InterfaceIdentity);
            foreach (OwnInterface own in OwnInterfaces(method))
                Count(own.Identity);
        }

        var loaders = new List<RegisteredLoader>(methods.Count);
        foreach (BatchMethod method in methods)
        {
            if (method.Failure is not null)
                continue;
            loaders.Add(new()
            {
                Type = method.Type,
                Interface = IsOnly(method.InterfaceIdentity) ? Interface(method) : null,
                OwnInterfaces = new(Array.ConvertAll(Array.FindAll([.. OwnInterfaces(method)], own => IsOnly(own.Identity)), static own => own.Type)),
                PerBatch = method.PerBatch,
                IsShared = method.IsShared,
                Partition = method.Partition,
                IsObsolete = method.Obsolete is not null || method.Part is { IsObsolete: true },
                UseWarnings = method.UseWarnings,
                Services = method.Services,
            });
        }

        loaders.Sort(static (one, other) => string.CompareOrdinal(one.Type, other.Type));
        return new(
            facts.AssemblyPrefix + module + Tool.RegistrationClass, module, IsPreferred: module is null && facts.SeesOther, new(loaders.ToArray()));

        void Count(string name) => interfaces[name] = interfaces.TryGetValue(name, out int count) ? count + 1 : 1;

        // Of two loaders, none is the one that somebody means who asks for what they share.
        bool IsOnly(string name) => interfaces[name] == 1;
    }

    private static EquatableArray<OwnInterface> OwnInterfaces(BatchMethod method) => method.Part?.Interfaces ?? default;

    /// <summary>One loader for all arguments is no <c>IBatchLoader</c>.</summary>
    private static string? Interface(BatchMethod method)
        => method.IsFamily ? null : $"global::DataLoader.IBatchLoader<{method.KeyType}, {method.ValueType}>";
}
