using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>BL1003: a loader in a static, or in an object that the container makes once for all requests.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedLoaderAnalyzer() : UsageAnalyzer(Rules.CapturedLoader)
{
    private const string InjectFactory = "take an IServiceScopeFactory and resolve the loader in a scope of its own";

    private protected override void Start(CompilationStartAnalysisContext start, LoaderTypes types)
    {
        var holders = new LoaderHolders(types, start.Compilation);
        start.RegisterSymbolAction(symbol => AnalyzeStatic(symbol, holders), SymbolKind.Field, SymbolKind.Property);
        if (holders.CanHost)
            start.RegisterSymbolAction(symbol => AnalyzeHosted(symbol, holders), SymbolKind.NamedType);
        if (holders.CanRegister)
            start.RegisterSyntaxNodeAction(node => AnalyzeRegistration(node, holders), SyntaxKind.InvocationExpression);
    }

    private static void AnalyzeStatic(SymbolAnalysisContext context, LoaderHolders holders)
    {
        ISymbol member = context.Symbol;
        if (!member.IsStatic || member.IsImplicitlyDeclared)
            return;
        ITypeSymbol type = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
        if (holders.KeptBy(type) is not { } loader || (member is IPropertySymbol computed && !IsStored(computed)))
            return;
        Report(context.ReportDiagnostic, member.Locations[0], member.Name, loader, "inject the loader instead of keeping it in a static");
    }

    private static bool IsStored(IPropertySymbol property)
    {
        foreach (ISymbol member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
                return true;
        }

        return false;
    }

    private static void AnalyzeHosted(SymbolAnalysisContext context, LoaderHolders holders)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || holders.InjectedInto(type) is not { } parameter || !holders.IsHosted(type))
            return;
        if (parameter.Locations[0] is { IsInSource: true } location)
            Report(context.ReportDiagnostic, location, type.Name, holders.KeptBy(parameter.Type)!, InjectFactory);
    }

    private static void AnalyzeRegistration(SyntaxNodeAnalysisContext context, LoaderHolders holders)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (SingletonRegistration.TypeOf(syntax, context.SemanticModel, context.CancellationToken) is not { } type)
            return;
        if (holders.KeptBy(type) is { } itself)
            Report(context.ReportDiagnostic, syntax.GetLocation(), "The container", itself, "register it as scoped");
        else if (holders.InjectedInto(type) is { } parameter && !holders.IsHosted(type))
            Report(context.ReportDiagnostic, syntax.GetLocation(), type.Name, holders.KeptBy(parameter.Type)!, "register it as scoped, or " + InjectFactory);
    }

    private static void Report(System.Action<Diagnostic> report, Location location, string holder, ITypeSymbol loader, string cure)
        => report(Diagnostic.Create(
            Rules.CapturedLoader, location, holder, loader.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), cure));
}
