using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Selecting;

/// <summary>Decides between methods: one that shares a name with another gets no loader, and one that needs a loader that is not there gets none either.</summary>
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
            loaders.RemoveAll(duplicates.Contains);
        if (hasPending)
            ResolvePending(loaders, cancellationToken);
        return new(loaders.ToArray());
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

    /// <summary>A loader that is dropped may be what another one needs, so this goes on until nothing changes.</summary>
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

            changed = loaders.RemoveAll(loader => !IsComplete(loader, byName)) > 0;
            if (!changed)
            {
                for (int i = 0; i < loaders.Count; i++)
                    loaders[i] = Complete(loaders[i], byName);
                changed = MakeInternal(loaders);
            }
        }
        while (changed);
    }

    private static bool IsComplete(BatchMethod loader, Dictionary<string, List<BatchMethod>> byName)
    {
        foreach (Service service in loader.Services)
        {
            if (service.PendingLoader is { } name && Find(loader, name, byName) is null)
                return false;
        }

        return true;
    }

    private static BatchMethod Complete(BatchMethod loader, Dictionary<string, List<BatchMethod>> byName)
    {
        if (!HasPending(loader))
            return loader;
        var services = new Service[loader.Services.Count];
        var warnings = new SortedSet<string>(loader.UseWarnings, StringComparer.Ordinal);
        for (int i = 0; i < services.Length; i++)
        {
            Service service = loader.Services[i];
            if (service.PendingLoader is { } name)
            {
                BatchMethod pending = Find(loader, name, byName)!;
                string type = pending.Type;
                warnings.UnionWith(pending.UseWarnings);
                service = service with { Type = service.Default is null ? type : type + "?", ContainerType = type };
            }

            services[i] = service;
        }

        return loader with { Services = new(services), UseWarnings = EquatableArray<string>.From(warnings) };
    }

    /// <summary>The nearest loader of that name: of the same or an enclosing namespace, else the only one there is.</summary>
    private static BatchMethod? Find(BatchMethod user, string name, Dictionary<string, List<BatchMethod>> byName)
    {
        if (!byName.TryGetValue(name, out List<BatchMethod>? candidates))
            return null;
        for (string @namespace = user.Namespace; ; @namespace = @namespace.Substring(0, @namespace.LastIndexOf('.') is var dot && dot < 0 ? 0 : dot))
        {
            foreach (BatchMethod candidate in candidates)
            {
                if (candidate.Namespace == @namespace)
                    return candidate;
            }

            if (@namespace.Length == 0)
                return candidates.Count == 1 ? candidates[0] : null;
        }
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
