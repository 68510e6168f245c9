using System.Collections.Immutable;
using System.Threading;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Emitting;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.CompiledCopy;

/// <summary>BL0027: the project compiles files that the generator wrote in an earlier build. Says so once, at the first of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompiledCopyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Rules.CompiledCopy);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!CopyEmitter.IsIn(start.Compilation))
                return;
            int isReported = 0;
            start.RegisterSymbolAction(
                symbol =>
                {
                    foreach (SyntaxReference reference in symbol.Symbol.DeclaringSyntaxReferences)
                    {
                        if (GeneratedTypes.IsOwn(reference.GetSyntax(symbol.CancellationToken)) && Interlocked.Exchange(ref isReported, 1) == 0)
                            symbol.ReportDiagnostic(Diagnostic.Create(Rules.CompiledCopy, symbol.Symbol.Locations[0], symbol.Symbol.Name));
                    }
                },
                SymbolKind.NamedType);
        });
    }
}
