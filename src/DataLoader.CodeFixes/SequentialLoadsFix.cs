using System.Collections.Immutable;
using System.Composition;
using DataLoader.Generator.Analyzers;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.CodeFixes;

/// <summary>BL1004: starts all independent loads of neighbouring statements, then awaits them one by one where they were awaited before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SequentialLoadsFix)), Shared]
public sealed class SequentialLoadsFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids(RuleIds.SequentialLoads);

    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (LoaderTypes.From(site.Model.Compilation) is not { } types
            || site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } invocation
            || types.LoadOf(invocation, site.Model, site.CancellationToken) is not { } load
            || SequentialLoads.StatementOf(load) is not { } statement)
        {
            yield break;
        }

        List<IInvocationOperation> together = Together(statement, types, out IOperation first);
        if (together.Count < 2 || first.Syntax is not StatementSyntax { Parent: BlockSyntax block } start)
            yield break;

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new Dictionary<SyntaxNode, string>();
        var declarations = new List<StatementSyntax>();
        foreach (IInvocationOperation one in together)
        {
            // The tail of a?.LoadAsync(1) is no expression of its own.
            if (one.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or IdentifierNameSyntax } call)
                yield break;
            string name = SyntaxEdits.FreeName(site.Model, start, Wanted(call), taken);
            names.Add(call, name);
            declarations.Add(((StatementSyntax)SyntaxFactory.ParseStatement($"var {name} = {call.WithoutTrivia()};")
                .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)).Formatted());
        }

        SyntaxNode[] touched = [.. together.Select(one => one.Syntax.FirstAncestorOrSelf<StatementSyntax>(node => node.Parent == block)!).Distinct()];
        BlockSyntax changed = block.TrackNodes(touched.Append(start).Distinct().Concat(names.Keys));
        foreach (KeyValuePair<SyntaxNode, string> pair in names)
        {
            SyntaxNode current = changed.GetCurrentNode(pair.Key)!;
            changed = changed.ReplaceNode(current, SyntaxFactory.IdentifierName(pair.Value).WithTriviaFrom(current));
        }

        StatementSyntax at = changed.GetCurrentNode(start)!;
        declarations[0] = declarations[0].WithLeadingTrivia(at.GetLeadingTrivia());
        SyntaxTriviaList indent = SyntaxFactory.TriviaList(at.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        for (int i = 1; i < declarations.Count; i++)
            declarations[i] = declarations[i].WithLeadingTrivia(indent);
        int index = changed.Statements.IndexOf(at);
        changed = changed.WithStatements(changed.Statements.Replace(at, at.WithLeadingTrivia(indent)).InsertRange(index, declarations));
        yield return site.Replace("Start the loads before awaiting them", "StartTogether", block, changed);
    }

    /// <summary>The loads around a statement that none of the others has to wait for, and the statement before which they start.</summary>
    private static List<IInvocationOperation> Together(IOperation statement, LoaderTypes types, out IOperation first)
    {
        first = statement;
        while (SequentialLoads.Previous(first) is { } previous && SequentialLoads.IsPlain(previous, types))
            first = previous;
        var loads = new List<IInvocationOperation>();
        bool reached = false;
        for (IOperation? current = first; current is not null && SequentialLoads.IsPlain(current, types); current = Next(current))
        {
            bool starts = true;
            var own = new List<IInvocationOperation>(SequentialLoads.LoadsOf(current, types));
            foreach (IInvocationOperation load in own)
                starts &= loads.TrueForAll(earlier => SequentialLoads.IsIndependent(load, earlier));
            if (!starts)
            {
                // A load that needs another one's result starts a new group.
                if (reached)
                    break;
                loads.Clear();
                first = current;
            }

            loads.AddRange(own.Where(load => !own.Exists(other => other != load && TaskFlow.IsWithin(other, load))));
            reached |= current == statement;
        }

        return loads;
    }

    private static IOperation? Next(IOperation statement)
    {
        if (statement.Parent is not IBlockOperation block)
            return null;
        int index = block.Operations.IndexOf(statement) + 1;
        return index > 0 && index < block.Operations.Length ? block.Operations[index] : null;
    }

    /// <summary>After the variable that gets the value, else after the loader.</summary>
    private static string Wanted(InvocationExpressionSyntax call)
    {
        SyntaxNode value = call;
        while (value.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)
            value = value.Parent;
        if (value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable })
            return variable.Identifier.ValueText + "Task";
        string loader = call.Expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax name } ? name.Identifier.ValueText : "load";
        return loader.TrimStart('_', '@') is { Length: > 0 } stem ? char.ToLowerInvariant(stem[0]) + stem.Substring(1) + "Task" : "task";
    }
}
