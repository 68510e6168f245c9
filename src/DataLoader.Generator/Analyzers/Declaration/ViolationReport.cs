using System.Threading;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Analyzers.Declaration;

/// <summary>Turns what the parser found into a diagnostic at the part of the declaration it is about.</summary>
internal static class ViolationReport
{
    public static Diagnostic Create(Violation violation, BatchSignature signature, CancellationToken cancellationToken)
        => Diagnostic.Create(
            Rules.Get(violation.RuleId), Place(violation, signature.Method, signature.Attribute, cancellationToken), messageArgs: [.. violation.Arguments]);

    private static Location Place(Violation violation, IMethodSymbol method, AttributeData attribute, CancellationToken cancellationToken)
    {
        SyntaxNode? declaration = method.DeclaringSyntaxReferences.IsEmpty ? null : method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        switch (violation.Target)
        {
            case ViolationTarget.ReturnType:
                TypeSyntax? type = (declaration as MethodDeclarationSyntax)?.ReturnType ?? (declaration as LocalFunctionStatementSyntax)?.ReturnType;
                if (type is { IsMissing: false })
                    return type.GetLocation();
                break;
            case ViolationTarget.Parameter when violation.Parameter >= 0 && violation.Parameter < method.Parameters.Length:
                var references = method.Parameters[violation.Parameter].DeclaringSyntaxReferences;
                if (!references.IsEmpty)
                    return references[0].GetSyntax(cancellationToken).GetLocation();
                break;
            case ViolationTarget.AttributeArgument when attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax:
                return (Argument(syntax, violation.Property) ?? (SyntaxNode)syntax).GetLocation();
        }

        return method.Locations.IsEmpty ? Location.None : method.Locations[0];
    }

    private static AttributeArgumentSyntax? Argument(AttributeSyntax attribute, string? property)
    {
        if (attribute.ArgumentList is not { } list)
            return null;
        foreach (AttributeArgumentSyntax argument in list.Arguments)
        {
            // The name of the loader is the constructor's argument: the only one without a property's name.
            if (argument.NameEquals is { } name ? name.Name.Identifier.ValueText == property : property is null or nameof(AttributeSettings.Name))
                return argument;
        }

        return null;
    }
}
