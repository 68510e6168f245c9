using System.Collections.Concurrent;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Naming;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>
/// BL0021: a method to which no other rule objects and that has no loader all the same. The generator sees less than the analyzers do: nothing
/// of what it makes itself, and nothing of other generators.
/// </summary>
internal sealed class MissingLoaders
{
    private readonly ConcurrentQueue<BatchSignature> _signatures = new();

    public void Add(BatchSignature signature) => _signatures.Enqueue(signature);

    /// <summary>Reports the methods without a loader.</summary>
    /// <param name="names">Says which of them another rule has spoken of at the end.</param>
    /// <param name="context">The whole compilation.</param>
    public void Report(ClaimedNames names, CompilationAnalysisContext context)
    {
        foreach (BatchSignature signature in _signatures)
        {
            if (names.IsDuplicate(signature) || WhyNone(signature, context) is not { } reason)
                continue;
            var violation = new Violation
            {
                RuleId = RuleIds.NoLoader,
                Target = ViolationTarget.MethodName,
                Arguments = ImmutableArray.Create(signature.MethodName, reason),
            };
            context.ReportDiagnostic(ViolationReport.Create(violation, signature, context.CancellationToken));
        }
    }

    private static string? WhyNone(BatchSignature signature, CompilationAnalysisContext context)
    {
        if (signature.BrokenBecause is { } broken)
            return broken;
        INamedTypeSymbol? loader = GeneratedTypes.Find(signature);
        if (loader is not null && GeneratedTypes.FailureOf(loader) is null)
            return null;
        return WhyUnseen(signature, context)
            ?? (loader is not null && GeneratedTypes.FailureOf(loader) is { } failure ? Failure.Reason(failure) : "the generator has not run on it as it is now");
    }

    /// <summary>What the generator could not see of a method.</summary>
    private static string? WhyUnseen(BatchSignature signature, CompilationAnalysisContext context)
    {
        foreach (SyntaxReference reference in signature.Method.DeclaringSyntaxReferences)
        {
            if (GeneratedTypes.IsMade(reference.SyntaxTree, context.CancellationToken))
                return "it stands in code that another generator makes, and generators do not see each other's output; move it into a file of your own";
        }

        foreach (IParameterSymbol parameter in signature.Method.Parameters)
        {
            if (WhyUnseen(parameter.Type, context, isArgument: false) is { } reason)
                return reason;
        }

        return WhyUnseen(signature.Method.ReturnType, context, isArgument: true);
    }

    private static string? WhyUnseen(ITypeSymbol type, CompilationAnalysisContext context, bool isArgument)
    {
        while (type is IArrayTypeSymbol array)
            (type, isArgument) = (array.ElementType, true);
        if (type is not INamedTypeSymbol named)
            return null;
        if (GeneratedTypes.IsLoader(named))
        {
            return isArgument && !GeneratedTypes.HasOwnPart(named, context.CancellationToken)
                ? $"the generator does not see its own output, and '{named.Name}' is part of another type here; declare it, "
                    + $"'public sealed partial class {named.Name};'"
                : null;
        }

        if (GeneratedTypes.IsMade(named, context.CancellationToken))
            return $"'{named.Name}' is made by another generator, and generators do not see each other's output; take a type that is written by hand or comes from another project";
        foreach (ITypeSymbol argument in named.TypeArguments)
        {
            if (WhyUnseen(argument, context, isArgument: true) is { } reason)
                return reason;
        }

        return null;
    }
}
