using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Selecting;

/// <summary>
/// Decides between methods. One that shares its name with another gets no loader, and neither does one that needs a loader that is not there:
/// what is left of them is a class that says so.
/// </summary>
internal static class LoaderSelection
{
    /// <summary>Whether any method is annotated, valid or not.</summary>
    public static bool HasAny(ImmutableArray<EquatableArray<ParsedMethod>> files)
    {
        foreach (EquatableArray<ParsedMethod> methods in files)
        {
            for (int i = 0; i < methods.Count; i++)
            {
                if (methods[i].IsAnnotated)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the project compiles a loader that was generated before.</summary>
    public static bool HasCompiledCopy(ImmutableArray<EquatableArray<ParsedMethod>> files)
    {
        foreach (EquatableArray<ParsedMethod> methods in files)
        {
            for (int i = 0; i < methods.Count; i++)
            {
                if (methods[i].IsCompiledCopy)
                    return true;
            }
        }

        return false;
    }

    public static EquatableArray<BatchMethod> Select(ImmutableArray<EquatableArray<ParsedMethod>> files, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (EquatableArray<ParsedMethod> methods in files)
            count += methods.Count;
        var loaders = new List<BatchMethod>(count);
        bool hasPending = false;
        foreach (EquatableArray<ParsedMethod> methods in files)
        {
            for (int i = 0; i < methods.Count; i++)
            {
                if (methods[i].Loader is not { } method)
                    continue;
                loaders.Add(method);
                hasPending |= HasPending(method);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Duplicates.Find(loaders, ByName.Comparer) is { } duplicates)
            loaders = WithoutDuplicates(loaders, duplicates);
        if (hasPending)
            ResolvePending(loaders, cancellationToken);
        return new(loaders.ToArray());
    }

    /// <summary>One class for each name: of the only method that could have a loader, else of the first.</summary>
    private static List<BatchMethod> WithoutDuplicates(List<BatchMethod> loaders, HashSet<BatchMethod> duplicates)
    {
        var kept = new List<BatchMethod>(loaders.Count);
        foreach (BatchMethod loader in loaders)
        {
            if (!duplicates.Contains(loader))
            {
                kept.Add(loader);
                continue;
            }

            int place = kept.FindIndex(other => ByName.Comparer.Equals(other, loader));
            if (place < 0)
                kept.Add(loader);
            else if (kept[place].Failure is not null && loader.Failure is null)
                kept[place] = loader;
            else if (loader.Failure is null)
                kept[place] = kept[place] with { Failure = Failure.Of(RuleIds.DuplicateName, loader.MethodName, Failure.SameName(loader.LoaderName)) };
        }

        return kept;
    }

    private static bool HasPending(BatchMethod method)
    {
        foreach (Service service in method.Services)
        {
            if (service.PendingLoader is not null)
                return true;
        }

        return false;
    }

    /// <summary>A loader that turns internal makes those internal that need it, so this goes on until nothing changes.</summary>
    private static void ResolvePending(List<BatchMethod> loaders, CancellationToken cancellationToken)
    {
        bool changed;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var byName = new Dictionary<string, List<BatchMethod>>();
            foreach (BatchMethod loader in loaders)
            {
                if (!byName.TryGetValue(loader.LoaderName, out List<BatchMethod>? same))
                    byName.Add(loader.LoaderName, same = []);
                same.Add(loader);
            }

            for (int i = 0; i < loaders.Count; i++)
                loaders[i] = Complete(loaders[i], byName);
            changed = MakeInternal(loaders);
        }
        while (changed);
    }

    private static BatchMethod Complete(BatchMethod loader, Dictionary<string, List<BatchMethod>> byName)
    {
        if (!HasPending(loader))
            return loader;
        var services = new List<Service>(loader.Services.Count);
        var warnings = new SortedSet<string>(loader.UseWarnings, StringComparer.Ordinal);
        string? missing = null;
        foreach (Service service in loader.Services)
        {
            if (service.PendingLoader is not { } name)
            {
                services.Add(service);
            }
            else if (Find(service, name, byName) is { } pending)
            {
                string type = pending.Type;
                warnings.UnionWith(pending.UseWarnings);
                services.Add(service with { Type = service.Default is null ? type : type + "?", ContainerType = type });
            }
            else
            {
                missing ??= byName.ContainsKey(name) ? $"there is more than one '{name}'" : $"there is no type '{name}'";
            }
        }

        return loader with
        {
            Services = new(services.ToArray()),
            UseWarnings = EquatableArray<string>.From(warnings),
            Failure = loader.Failure ?? (missing is null ? null : Failure.Of(RuleIds.NoLoader, loader.MethodName, missing)),
        };
    }

    /// <summary>The loader that the compiler will find under that name, else the only one there is.</summary>
    private static BatchMethod? Find(Service service, string name, Dictionary<string, List<BatchMethod>> byName)
    {
        if (!byName.TryGetValue(name, out List<BatchMethod>? candidates))
            return null;
        foreach (string @namespace in service.LookedForIn)
        {
            foreach (BatchMethod candidate in candidates)
            {
                if (candidate.Namespace == @namespace)
                    return candidate;
            }
        }

        return candidates.Count == 1 ? candidates[0] : null;
    }

    /// <summary>A public loader cannot take an internal one.</summary>
    private static bool MakeInternal(List<BatchMethod> loaders)
    {
        var internals = new HashSet<string>();
        foreach (BatchMethod loader in loaders)
        {
            if (!loader.IsPublic)
                internals.Add(loader.Type);
        }

        bool changed = false;
        for (int i = 0; i < loaders.Count; i++)
        {
            foreach (Service service in loaders[i].Services)
            {
                if (loaders[i].IsPublic && service.PendingLoader is not null && internals.Contains(service.ContainerType))
                {
                    loaders[i] = loaders[i] with { IsPublic = false };
                    changed = true;
                }
            }
        }

        return changed;
    }

    /// <summary>Loaders of one namespace cannot share a name.</summary>
    private sealed class ByName : IEqualityComparer<BatchMethod>
    {
        public static readonly ByName Comparer = new();

        public bool Equals(BatchMethod one, BatchMethod other) => one.LoaderName == other.LoaderName && one.Namespace == other.Namespace;

        public int GetHashCode(BatchMethod loader) => unchecked((loader.LoaderName.GetHashCode() * 31) + loader.Namespace.GetHashCode());
    }
}
