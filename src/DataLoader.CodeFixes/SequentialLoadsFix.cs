using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Analyzers.SequentialLoads;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.CodeFixes;

/// <summary>BL1004: starts all independent loads of neighbouring statements, then awaits them one by one where they were awaited before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SequentialLoadsFix)), Shared]
public sealed class SequentialLoadsFix() : DocumentFix(RuleIds.SequentialLoads)
{
    private protected override IEnumerable<Cure> Cures(FixSite site)
    {
        if (LoaderTypes.From(site.Model.Compilation) is not { } types
            || site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } invocation
            || site.Model.GetOperation(invocation, site.CancellationToken) is not IInvocationOperation load
            || Operations.StatementOf(load) is not { } statement)
        {
            yield break;
        }

        var loads = new PlainLoads(new LoadingFunctions(site.Model.Compilation, types), site.CancellationToken);
        List<IInvocationOperation> together = Together(statement, loads, out IOperation first, out IOperation last);
        if ((together.Count < 2 && first == statement) || first.Syntax is not StatementSyntax { Parent: BlockSyntax block } start
            || HasDirective(block, start, last.Syntax))
        {
            yield break;
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new Dictionary<SyntaxNode, string>();
        var starts = new List<StatementSyntax>();
        var moved = new HashSet<int>();
        foreach (IInvocationOperation one in together)
        {
            // The tail of a?.LoadAsync(1) is no expression of its own.
            if (one.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or IdentifierNameSyntax } call)
                yield break;
            if (PlainLoads.AwaitOf(one) is null)
            {
                // var task = users.LoadAsync(1); only has to stand further up.
                var declaration = call.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()!;
                moved.Add(block.Statements.IndexOf(declaration));
                starts.Add(declaration);
                continue;
            }

            string name = SyntaxEdits.FreeName(site.Model, start, Wanted(call), taken);
            names.Add(call, name);
            starts.Add(SyntaxFactory.ParseStatement($"var {name} = {call.WithoutTrivia()};").WithTrailingTrivia(SyntaxEdits.LineEndOf(site.Root)));
        }

        BlockSyntax changed = block.ReplaceNodes(names.Keys, (call, _) => SyntaxFactory.IdentifierName(names[call]).WithTriviaFrom(call));
        yield return site.Replace(
            "Start the loads before awaiting them", "StartTogether", block,
            changed.WithStatements(Ordered(changed.Statements, block.Statements.IndexOf(start), starts, moved)));
    }

    /// <summary>The statements of a block, with the ones that start the loads in front of the first that awaits one.</summary>
    private static SyntaxList<StatementSyntax> Ordered(SyntaxList<StatementSyntax> statements, int first, List<StatementSyntax> starts, HashSet<int> moved)
    {
        SyntaxTriviaList leading = statements[first].GetLeadingTrivia();
        SyntaxTriviaList indent = SyntaxEdits.IndentOf(statements[first]);
        var ordered = new List<StatementSyntax>(statements.Take(first));
        bool takesLeading = !moved.Contains(first);
        foreach (StatementSyntax start in starts)
        {
            // What is moved keeps its own comments.
            bool isNew = start.Parent is null;
            ordered.Add(isNew ? start.WithLeadingTrivia(takesLeading ? leading : indent) : start);
            takesLeading &= !isNew;
        }

        for (int i = first; i < statements.Count; i++)
        {
            if (!moved.Contains(i))
                ordered.Add(i == first && !takesLeading ? statements[i].WithLeadingTrivia(indent) : statements[i]);
        }

        return SyntaxFactory.List(ordered);
    }

    /// <summary>The loads around a statement that none of the others has to wait for, and the statement before which they start.</summary>
    private static List<IInvocationOperation> Together(IOperation statement, PlainLoads plain, out IOperation first, out IOperation last)
    {
        var sequential = new SequentialLoads(plain);
        first = last = statement;
        while (Operations.Previous(first) is { } previous && plain.AreAllOf(previous))
            first = previous;
        var loads = new List<IInvocationOperation>();
        var passed = new List<IOperation>();
        bool reached = false;
        for (IOperation? current = first; current is not null && plain.AreFirstOf(current); current = Operations.Next(current))
        {
            var own = new List<IInvocationOperation>(plain.Of(current));
            if (!own.TrueForAll(load => passed.TrueForAll(earlier => sequential.IsIndependent(load, earlier))))
            {
                // A load that needs another one's result starts a new group.
                if (reached)
                    break;
                loads.Clear();
                passed.Clear();
                first = current;
            }

            passed.Add(current);
            last = current;
            loads.AddRange(own.Where(load => !own.Exists(other => other != load && Operations.IsWithin(other, load))));
            reached |= current == statement;
            if (!plain.AreAllOf(current))
                break;
        }

        return loads;
    }

    /// <summary>Whether a directive stands among the statements: what is moved over it may be missing, or be there twice, for another target framework.</summary>
    private static bool HasDirective(BlockSyntax block, StatementSyntax first, SyntaxNode last) => block.Statements
        .Any(statement => statement.SpanStart >= first.SpanStart && statement.SpanStart <= last.SpanStart && statement.ContainsDirectives);

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
