using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Endpoints;

/// <summary>
/// Finds what the lambdas of minimal APIs take, in projects for which ASP.NET Core generates their request delegates: that generator writes down the
/// types of the parameters, and sees none that is generated in the same run.
/// </summary>
internal static class EndpointReader
{
    private static readonly ConditionalWeakTable<SyntaxTree, EndpointParameter[]> Known = new();

    /// <summary>Whether that generator runs: what it makes intercepts calls, which the project has to allow.</summary>
    public static bool IsOn(ParseOptions options) => Allows(options, "InterceptorsNamespaces") || Allows(options, "InterceptorsPreviewNamespaces");

    /// <summary>The parameters of all files; none where that generator does not run.</summary>
    public static EquatableArray<EndpointParameter> Read(Compilation compilation, CancellationToken cancellationToken)
    {
        List<EndpointParameter>? all = null;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (!IsOn(tree.Options))
                break;
            cancellationToken.ThrowIfCancellationRequested();
            EndpointParameter[] found = Known.GetValue(tree, tree => Read(tree, cancellationToken));
            if (found.Length > 0)
                (all ??= []).AddRange(found);
        }

        return new(all?.ToArray());
    }

    /// <summary>The types of the parameters of a call's lambdas, if it looks like one that maps an endpoint.</summary>
    public static IEnumerable<TypeSyntax> ParametersOf(InvocationExpressionSyntax call)
    {
        if (!IsMap(call.Expression))
            yield break;
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is not ParenthesizedLambdaExpressionSyntax lambda)
                continue;
            foreach (ParameterSyntax parameter in lambda.ParameterList.Parameters)
            {
                if (parameter.Type is { } type)
                    yield return type is NullableTypeSyntax nullable ? nullable.ElementType : type;
            }
        }
    }

    private static bool Allows(ParseOptions options, string feature)
        => options.Features.TryGetValue(feature, out string? namespaces) && namespaces.Contains("Microsoft.AspNetCore.Http.Generated");

    private static EndpointParameter[] Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        // Most files of a project map no endpoint, and are done with one look.
        if (!TextSearch.Contains(tree.GetText(cancellationToken), "Map"))
            return [];
        var found = new List<EndpointParameter>();
        foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax call)
                continue;
            foreach (TypeSyntax type in ParametersOf(call))
            {
                if (Name(type) is { } name)
                    found.Add(new(name, tree.FilePath, type.Span, tree.GetLineSpan(type.Span, cancellationToken).Span));
            }
        }

        return found.ToArray();
    }

    private static bool IsMap(ExpressionSyntax called)
        => called is MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } && name.StartsWith("Map", StringComparison.Ordinal);

    private static string? Name(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => Name(qualified.Right),
        AliasQualifiedNameSyntax aliased => Name(aliased.Name),
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        _ => null,
    };
}
