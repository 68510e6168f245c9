using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>The names of all loaders of a compilation, to find the ones claimed twice.</summary>
internal sealed class ClaimedNames
{
    private readonly ConcurrentQueue<(string FullName, BatchSignature Signature, AttributeData Attribute)> _claims = new();

    public void Add(BatchSignature signature, AttributeData attribute)
        => _claims.Enqueue((LoaderNames.FullName(signature), signature, attribute));

    public void Report(CompilationAnalysisContext context)
    {
        var all = _claims.ToArray();
        var names = new List<string>(all.Length);
        foreach (var claim in all)
            names.Add(claim.FullName);
        if (LoaderNames.Duplicates(names) is not { } duplicates)
            return;
        foreach (var claim in all)
        {
            if (!duplicates.Contains(claim.FullName))
                continue;
            var violation = new Violation
            {
                RuleId = RuleIds.DuplicateName,
                Target = claim.Signature.Settings.Name is null ? ViolationTarget.MethodName : ViolationTarget.AttributeArgument,
                Property = nameof(AttributeSettings.Name),
                Arguments = ImmutableArray.Create(
                    claim.Signature.Method.Name, $"another batch method of this namespace makes '{claim.Signature.LoaderName}' too"),
            };
            context.ReportDiagnostic(ViolationReport.Create(violation, claim.Signature.Method, claim.Attribute, context.CancellationToken));
        }
    }
}
