using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
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
        if (start.Compilation.GetTypeByMetadataName(Parsing.AttributeSettings.AttributeName) is { } attribute)
            start.RegisterSyntaxNodeAction(node => Analyze(node, types, attribute), SyntaxKind.MethodDeclaration);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, LoaderTypes types, INamedTypeSymbol attribute)
    {
        // A batch method that loads from itself takes its keys and its loader.
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (declaration.AttributeLists.Count == 0
            || declaration.ParameterList.Parameters.Count < 2
            || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { Parameters.IsEmpty: false } method
            || !TakesItsLoader(method, types)
            || !IsBatchMethod(method, attribute)
            || context.SemanticModel.GetOperation(declaration, context.CancellationToken) is not { } body)
        {
            return;
        }

        var own = OwnKeys.Of(method, body);
        foreach (IOperation operation in body.Descendants())
        {
            IOperation? receiver = operation switch
            {
                IInvocationOperation call when types.IsLoad(call.TargetMethod) && AsksForOwnKey(call, own) => Receiver(call),
                IMethodReferenceOperation group when types.IsLoad(group.Method) && own.IsGivenKeys(group) => group.Instance,
                _ => null,
            };
            if (receiver is IParameterReferenceOperation { Parameter: { } parameter } && IsOwnLoader(parameter, method, types))
                context.ReportDiagnostic(Diagnostic.Create(Rules.LoadsItself, operation.Syntax.GetLocation(), method.Name));
        }
    }

    private static bool IsBatchMethod(IMethodSymbol method, INamedTypeSymbol attribute)
    {
        foreach (AttributeData data in method.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
                return true;
        }

        return false;
    }

    private static bool TakesItsLoader(IMethodSymbol method, LoaderTypes types)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (IsOwnLoader(parameter, method, types))
                return true;
        }

        return false;
    }

    /// <summary>The loader itself as <c>IBatchLoader</c> of its keys, or the class generated from this method.</summary>
    private static bool IsOwnLoader(IParameterSymbol parameter, IMethodSymbol method, LoaderTypes types)
    {
        if (!SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) || types.LoaderInterface(parameter.Type) is not { } loader
            || OwnKeys.KeyOf(method.Parameters[0].Type) is not { } key || !SymbolEqualityComparer.Default.Equals(loader.TypeArguments[0], key))
        {
            return false;
        }

        return parameter.Type.TypeKind == TypeKind.Interface || parameter.Type.IsAbstract || parameter.Type.Name == LoaderNameOf(method);
    }

    private static string? LoaderNameOf(IMethodSymbol method)
    {
        foreach (AttributeData data in method.GetAttributes())
        {
            if (data.AttributeClass?.Name == "BatchLoaderAttribute" && data.ConstructorArguments.Length == 1 && data.ConstructorArguments[0].Value is string name)
                return name;
        }

        return Parsing.LoaderName.Derive(method.Name);
    }

    private static IOperation? Receiver(IInvocationOperation call)
    {
        if (call.Instance is not IConditionalAccessInstanceOperation)
            return call.Instance;
        for (IOperation? current = call.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalAccessOperation access)
                return access.Operation;
        }

        return null;
    }

    private static bool AsksForOwnKey(IInvocationOperation call, OwnKeys own)
        => call.Arguments.Length > 0
            && (LoaderTypes.TakesManyKeys(call.TargetMethod) ? own.AreKeys(call.Arguments[0].Value) : own.IsKey(call.Arguments[0].Value));
}
