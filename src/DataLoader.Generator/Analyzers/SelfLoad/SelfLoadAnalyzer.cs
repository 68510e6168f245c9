using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SelfLoad;

/// <summary>BL1005: a batch method that asks its own loader for the keys it was called with. Keys it computes, a parent's for example, are fine.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SelfLoadAnalyzer() : UsageAnalyzer(Rules.LoadsItself)
{
    private protected override void Start(CompilationStartAnalysisContext start, LoaderTypes types)
    {
        var functions = new LoadingFunctions(start.Compilation, types);
        start.RegisterSyntaxNodeAction(node => Analyze(node, functions), SyntaxKind.MethodDeclaration);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, LoadingFunctions functions)
    {
        // A batch method that loads from itself takes its keys and its loader, or what gives it its loader.
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (declaration.AttributeLists.Count == 0
            || declaration.ParameterList.Parameters.Count < 2
            || !IsSeen(context, declaration)
            || OwnLoader.Of(declaration, functions.Types, context) is not { } own
            || context.SemanticModel.GetOperation(declaration, context.CancellationToken) is not { } body)
        {
            return;
        }

        var keys = KeysOfBatchMethod.Find(own.Method, body);
        foreach (IOperation operation in body.Descendants())
        {
            if (AsksForOwnKey(operation, own, keys, functions, context))
                context.ReportDiagnostic(Diagnostic.Create(Rules.LoadsItself, operation.Syntax.GetLocation(), own.Method.Name));
        }
    }

    private static bool AsksForOwnKey(IOperation operation, OwnLoader own, KeysOfBatchMethod keys, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        switch (operation)
        {
            case IMethodReferenceOperation group:
                return functions.Types.IsLoad(group) && keys.IsGivenKeys(group) && own.Is(group.Instance);
            case IInvocationOperation { Arguments.Length: > 0 } load when functions.Types.IsLoad(load.TargetMethod):
                return IsOwn(load.Arguments[0].Value, LoaderTypes.TakesManyKeys(load.TargetMethod), keys) && own.Is(Operations.ReceiverOf(load));

            // A local function's load is reported where it stands.
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.Ordinary } call when functions.CalledBy(call, context.CancellationToken) is { } function:
                return Gives(call, function.Loader, own.Is) && Gives(call, function.Keys, key => IsOwn(key, function.TakesMany, keys));
            default:
                return false;
        }
    }

    private static bool IsOwn(IOperation key, bool isMany, KeysOfBatchMethod keys) => isMany ? keys.AreKeys(key) : keys.IsKey(key);

    /// <summary>Whether an argument that a called function takes something from is of a kind, and is taken as it is.</summary>
    private static bool Gives(IInvocationOperation call, Origins origins, System.Func<IOperation, bool> isWanted)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && origins.Parameters.TryGetValue(parameter.Ordinal, out bool isMember) && !isMember && isWanted(argument.Value))
                return true;
        }

        return false;
    }
}
