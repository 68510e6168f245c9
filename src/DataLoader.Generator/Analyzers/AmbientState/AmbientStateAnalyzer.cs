using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.AmbientState;

/// <summary>BL0035: a shared batch method, or one of the same type that it calls, reads what only a request has around it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AmbientStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.AmbientState);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeSettings.AttributeName) is not null)
                start.RegisterSymbolStartAction(StartType, SymbolKind.NamedType);
        });
    }

    private static void StartType(SymbolStartAnalysisContext context)
    {
        List<IMethodSymbol>? shared = null;
        foreach (ISymbol member in ((INamedTypeSymbol)context.Symbol).GetMembers())
        {
            if (member is IMethodSymbol method && KnownTypes.FindAttribute(method) is { } attribute && AttributeSettings.Read(attribute).IsShared)
                (shared ??= []).Add(method);
        }

        if (shared is null)
            return;
        var bodies = new Bodies();
        context.RegisterOperationAction(bodies.Note, OperationKind.PropertyReference, OperationKind.FieldReference, OperationKind.Invocation);
        context.RegisterSymbolEndAction(end =>
        {
            foreach (IMethodSymbol method in shared)
            {
                bodies.Report(method, end);
                ReportParameters(method, end);
            }
        });
    }

    private static void ReportParameters(IMethodSymbol method, SymbolAnalysisContext context)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (AmbientReads.IsOfRequest(parameter.Type) && parameter.Locations is [var place, ..])
                context.ReportDiagnostic(Diagnostic.Create(Rules.AmbientState, place, method.Name, $"'{parameter.Name}'"));
        }
    }

    /// <summary>What the methods of one type read, and which others of it they call.</summary>
    private sealed class Bodies
    {
        private readonly ConcurrentQueue<(ISymbol Method, Location Place, string What)> _reads = new();
        private readonly ConcurrentQueue<(ISymbol Method, ISymbol Called)> _calls = new();

        public void Note(OperationAnalysisContext context)
        {
            ISymbol method = context.ContainingSymbol;
            if (AmbientReads.Find(context.Operation) is { } what)
                _reads.Enqueue((method, context.Operation.Syntax.GetLocation(), what));
            else if (context.Operation is IInvocationOperation call && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, method.ContainingType))
                _calls.Enqueue((method, call.TargetMethod.OriginalDefinition));
        }

        public void Report(IMethodSymbol batchMethod, SymbolAnalysisContext context)
        {
            var reached = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { batchMethod };
            if (batchMethod.PartialImplementationPart is { } implementation)
                reached.Add(implementation);
            for (int known = 0; known < reached.Count;)
            {
                known = reached.Count;
                foreach ((ISymbol method, ISymbol called) in _calls)
                {
                    if (reached.Contains(method))
                        reached.Add(called);
                }
            }

            foreach ((ISymbol method, Location place, string what) in _reads)
            {
                if (reached.Contains(method))
                    context.ReportDiagnostic(Diagnostic.Create(Rules.AmbientState, place, batchMethod.Name, what));
            }
        }
    }
}
