using System.Threading;
using DataLoader.Generator.Declarations;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Parsing;

/// <summary>Binds the annotated methods of a file. Symbols end here: what comes out is compared, and must not keep a compilation alive.</summary>
internal static class FileParser
{
    public static EquatableArray<ParsedMethod> Parse(AnnotatedFile file, CancellationToken cancellationToken)
    {
        var compilation = (CSharpCompilation)file.Project.Compilation;
        SyntaxTree tree = compilation.SyntaxTrees[file.Index];
        SyntaxNode root = tree.GetRoot(cancellationToken);
        SemanticModel model = compilation.GetSemanticModel(tree);
        TextSpan[] spans = file.Project.MethodsIn(tree, cancellationToken);
        var methods = new ParsedMethod[spans.Length];
        for (int i = 0; i < spans.Length; i++)
            methods[i] = Parse((MethodDeclarationSyntax)root.FindNode(spans[i]), model, cancellationToken);
        return new(methods);
    }

    private static ParsedMethod Parse(MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(declaration, cancellationToken) is not { } method)
            return default;
        BatchSignature? signature = BatchMethodParser.Parse(method, model.Compilation, cancellationToken);

        // The two parts of a partial method share their attributes: the part that the attribute stands on speaks.
        if (signature?.Attribute.ApplicationSyntaxReference is not { } place || place.SyntaxTree != declaration.SyntaxTree || !declaration.Span.Contains(place.Span))
            return default;
        CheckedSignature? good = signature.Checked;
        CheckedSignature? known = good is null ? StandIn.TypesOf(signature, model.Compilation) : null;
        if (signature.HasGeneratedPart)
            return new(IsAnnotated: true, Loader: null, IsCompiledCopy: true);
        BatchMethod? loader = good is { } types
            ? ModelBuilder.Build(signature, types, declaration, cancellationToken)
            : known is { } some
                ? ModelBuilder.BuildStandIn(signature, some, declaration, model.Compilation, cancellationToken)
                : null;
        return new(IsAnnotated: true, loader, IsCompiledCopy: false);
    }
}
