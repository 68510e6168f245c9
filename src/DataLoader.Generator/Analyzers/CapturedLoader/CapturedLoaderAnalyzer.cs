using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.CapturedLoader;

/// <summary>BL1003: a loader in a static, or in an object that lives longer than a request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedLoaderAnalyzer() : UsageAnalyzer(Rules.CapturedLoader)
{
    internal const string InjectFactory = "take an IServiceScopeFactory and resolve the loader in a scope of its own";

    private protected override void Start(CompilationStartAnalysisContext start, LoaderTypes types)
    {
        var holders = new LoaderHolders(types, start.Compilation);
        var longLived = new LongLivedTypes(holders, start.Compilation);
        start.RegisterSymbolAction(symbol => AnalyzeStatic(symbol, holders), SymbolKind.Field, SymbolKind.Property);
        if (longLived.AreKnown)
            start.RegisterSymbolAction(symbol => AnalyzeType(symbol, longLived), SymbolKind.NamedType);
        if (start.Compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null)
        {
            start.RegisterSyntaxNodeAction(
                node => AnalyzeExpression(node, holders, longLived),
                SyntaxKind.InvocationExpression,
                SyntaxKind.ObjectCreationExpression,
                SyntaxKind.ImplicitObjectCreationExpression);
        }
    }

    private static void AnalyzeStatic(SymbolAnalysisContext context, LoaderHolders holders)
    {
        ISymbol member = context.Symbol;
        if (!member.IsStatic || member.IsImplicitlyDeclared)
            return;
        ITypeSymbol type = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
        if (holders.KeptBy(type) is not { } loader || (member is IPropertySymbol computed && !IsStored(computed)) || !IsSeen(context, member.Locations[0]))
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

    private static void AnalyzeType(SymbolAnalysisContext context, LongLivedTypes longLived)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Class && !type.IsAbstract && longLived.Find(type, context.CancellationToken) is var (kept, cure)
            && kept.Through.Locations[0] is { IsInSource: true } location && IsSeen(context, location))
        {
            Report(context.ReportDiagnostic, location, type.Name, kept.Loader, cure);
        }
    }

    private static void AnalyzeExpression(SyntaxNodeAnalysisContext context, LoaderHolders holders, LongLivedTypes longLived)
    {
        var syntax = (ExpressionSyntax)context.Node;
        bool isMiddleware = syntax is InvocationExpressionSyntax call && LoaderTypes.InvokedName(call) == "UseMiddleware";
        if ((!isMiddleware && !SingletonRegistration.MayBe(syntax)) || !IsSeen(context, syntax))
            return;
        IOperation? operation = context.SemanticModel.GetOperation(syntax, context.CancellationToken);
        if (isMiddleware)
            AnalyzeMiddleware(operation as IInvocationOperation, holders, longLived, context);
        else if (SingletonRegistration.Read(operation) is { } registration)
            AnalyzeRegistration(registration, holders, longLived, context);
    }

    /// <summary>A middleware by convention is made once, and its constructor is given services of the whole program.</summary>
    private static void AnalyzeMiddleware(IInvocationOperation? use, LoaderHolders holders, LongLivedTypes longLived, SyntaxNodeAnalysisContext context)
    {
        if (use is null || use.TargetMethod.ContainingNamespace.ToDisplayString() != "Microsoft.AspNetCore.Builder")
            return;
        ITypeSymbol? middleware = use.TargetMethod.TypeArguments.IsEmpty ? null : use.TargetMethod.TypeArguments[0];
        foreach (IArgumentOperation argument in use.Arguments)
            middleware ??= (Operations.Unwrap(argument.Value) as ITypeOfOperation)?.TypeOperand;
        if (middleware is not null && !longLived.IsMadeForRequest(middleware) && holders.InjectedInto(middleware) is { } kept)
        {
            Report(
                context.ReportDiagnostic, context.Node.GetLocation(), middleware.Name, kept.Loader,
                "take the loader as a parameter of InvokeAsync, or implement IMiddleware and register it as scoped");
        }
    }

    private static void AnalyzeRegistration(SingletonRegistration registration, LoaderHolders holders, LongLivedTypes longLived, SyntaxNodeAnalysisContext context)
    {
        Location location = context.Node.GetLocation();
        if (holders.KeptBy(registration.Type) is { } itself)
            Report(context.ReportDiagnostic, location, "The container", itself, "register it as scoped");
        else if (longLived.IsHosted(registration.Type))
            return;
        else if ((holders.InjectedInto(registration.Type)?.Loader ?? CapturingFactory.LoaderOf(registration.Factory, holders)) is { } loader)
            Report(context.ReportDiagnostic, location, Name(registration.Type), loader, "register it as scoped, or " + InjectFactory);
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static void Report(System.Action<Diagnostic> report, Location location, string holder, ITypeSymbol loader, string cure)
        => report(Diagnostic.Create(Rules.CapturedLoader, location, holder, Name(loader), cure));
}
