using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>BL0022: loaders whose constructors need each other, so that a container can make none of them.</summary>
internal sealed class LoaderCycles
{
    private readonly ConcurrentQueue<BatchSignature> _loaders = new();

    public void Add(BatchSignature signature) => _loaders.Enqueue(signature);

    /// <summary>Reports each circle once, at a parameter that closes it.</summary>
    public void Report(CompilationAnalysisContext context)
    {
        BatchSignature[] loaders = _loaders.ToArray();
        Array.Sort(loaders, static (one, other) => string.CompareOrdinal(one.FullName, other.FullName));
        Dictionary<string, BatchSignature?> providers = Providers(loaders);
        var done = new HashSet<BatchSignature>();
        var path = new List<BatchSignature>();
        foreach (BatchSignature loader in loaders)
            Visit(loader, providers, done, path, context);
    }

    private static void Visit(
        BatchSignature loader, Dictionary<string, BatchSignature?> providers, HashSet<BatchSignature> done, List<BatchSignature> path, CompilationAnalysisContext context)
    {
        if (done.Contains(loader))
            return;
        context.CancellationToken.ThrowIfCancellationRequested();
        path.Add(loader);

        // What each batch takes from a scope of its own is no part of the constructor.
        for (int i = 0; i < loader.Roles.Count && !loader.Settings.PerBatch; i++)
        {
            if (loader.Roles[i] != ParameterRole.Service || Needed(loader.Method.Parameters[i], providers) is not { } needed)
                continue;
            int start = path.IndexOf(needed);
            if (start >= 0)
                Report(path, start, loader, i, context);
            else
                Visit(needed, providers, done, path, context);
        }

        path.RemoveAt(path.Count - 1);
        done.Add(loader);
    }

    private static void Report(List<BatchSignature> path, int start, BatchSignature loader, int parameter, CompilationAnalysisContext context)
    {
        var names = new List<string>();
        for (int i = start; i < path.Count; i++)
            names.Add(path[i].LoaderName);
        names.Add(path[start].LoaderName);
        var violation = new Violation
        {
            RuleId = RuleIds.LoaderCycle,
            Target = ViolationTarget.Parameter,
            Parameter = parameter,
            Arguments = ImmutableArray.Create(loader.MethodName, string.Join(" -> ", names)),
        };
        context.ReportDiagnostic(ViolationReport.Create(violation, loader, context.CancellationToken));
    }

    /// <summary>The loader that the registration gives for a parameter, if it is one.</summary>
    private static BatchSignature? Needed(IParameterSymbol parameter, Dictionary<string, BatchSignature?> providers)
        => KeyedService.Read(parameter) is null && providers.TryGetValue(TypeNames.InContainer(parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)), out BatchSignature? loader)
            ? loader
            : null;

    /// <summary>The loaders by all that they are registered as; null for what several of them share.</summary>
    private static Dictionary<string, BatchSignature?> Providers(BatchSignature[] loaders)
    {
        var providers = new Dictionary<string, BatchSignature?>(StringComparer.Ordinal);
        foreach (BatchSignature loader in loaders)
        {
            if (GeneratedTypes.Find(loader) is not { } type || GeneratedTypes.FailureOf(type) is not null)
                continue;
            providers[TypeNames.InContainer(type)] = loader;
            foreach (INamedTypeSymbol own in type.Interfaces)
                Add(own, loader);
            foreach (INamedTypeSymbol inherited in type.BaseType?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
            {
                if (KnownTypes.IsBatchLoaderInterface(inherited))
                    Add(inherited, loader);
            }
        }

        return providers;

        void Add(INamedTypeSymbol type, BatchSignature loader)
        {
            string name = TypeNames.InContainer(type);
            providers[name] = providers.TryGetValue(name, out BatchSignature? other) && other != loader ? null : loader;
        }
    }
}
