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
        return signature.HasGeneratedPart
            ? new(IsAnnotated: true, Loader: null, IsCompiledCopy: true)
            : new(IsAnnotated: true, signature.Checked is { } types ? ModelBuilder.Build(signature, types, declaration, cancellationToken) : null, IsCompiledCopy: false);
    }
}
