using System;
using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SharedOnce;

/// <summary>BL0036: the shared batches of a loader are made where there may be one for each request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedOnceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.SharedOncePerRequest);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("DataLoader.SharedBatches`3") is not null)
                start.RegisterOperationAction(Analyze, OperationKind.ObjectCreation);
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        if (context.Operation.Type is not INamedTypeSymbol made || !IsSharedBatches(made) || IsMadeOnce(context.Operation, context.ContainingSymbol))
            return;
        string name = made.ContainingType is { } loader ? $"{loader.Name}.{made.Name}" : made.Name;
        context.ReportDiagnostic(Diagnostic.Create(Rules.SharedOncePerRequest, context.Operation.Syntax.GetLocation(), name));
    }

    private static bool IsSharedBatches(INamedTypeSymbol type)
        => type.BaseType is { Name: "SharedBatches", Arity: 3, ContainingNamespace: { Name: "DataLoader", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsMadeOnce(IOperation made, ISymbol member)
    {
        // What a registration says is nearer than where the registration stands.
        for (IOperation? outer = made.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is not IInvocationOperation { TargetMethod.Name: var name })
                continue;
            if (name.IndexOf("Singleton", StringComparison.Ordinal) >= 0)
                return true;
            if (name.IndexOf("Scoped", StringComparison.Ordinal) >= 0 || name.IndexOf("Transient", StringComparison.Ordinal) >= 0)
                return false;
        }

        return member.IsStatic || IsTest(member);
    }

    private static bool IsTest(ISymbol member)
    {
        foreach (AttributeData attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "FactAttribute" or "TheoryAttribute" or "TestAttribute" or "TestCaseAttribute" or "TestMethodAttribute")
                return true;
        }

        return false;
    }
}
