using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Naming;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>The names of all loaders of a compilation, to find the ones claimed twice.</summary>
internal sealed class ClaimedNames
{
    private readonly ConcurrentQueue<BatchSignature> _claims = new();
    private HashSet<string>? _duplicates;

    public void Add(BatchSignature signature) => _claims.Enqueue(signature);

    /// <summary>Whether <see cref="Report"/> has found another method that makes the same name.</summary>
    public bool IsDuplicate(BatchSignature signature) => _duplicates?.Contains(signature.FullName) ?? false;

    public void Report(CompilationAnalysisContext context)
    {
        BatchSignature[] all = _claims.ToArray();
        string[] names = Array.ConvertAll(all, static signature => signature.FullName);
        _duplicates = Duplicates.Find(names, StringComparer.Ordinal);
        if (_duplicates is not { } duplicates)
            return;
        for (int i = 0; i < all.Length; i++)
        {
            if (!duplicates.Contains(names[i]))
                continue;
            var violation = new Violation
            {
                RuleId = RuleIds.DuplicateName,
                Target = all[i].Settings.Name is null ? ViolationTarget.MethodName : ViolationTarget.AttributeArgument,
                Property = nameof(AttributeSettings.Name),
                Arguments = ImmutableArray.Create(all[i].Method.Name, Failure.SameName(all[i].LoaderName)),
            };
            context.ReportDiagnostic(ViolationReport.Create(violation, all[i], context.CancellationToken));
        }
    }
}
