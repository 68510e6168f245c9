using System.Collections.Generic;
using System.Threading;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Parsing;

/// <summary>Where the type of a parameter is to be looked for that does not exist yet, as the compiler will look for it: the nearest namespace first.</summary>
internal static class LoaderLookup
{
    public static EquatableArray<string> Of(IParameterSymbol parameter, Compilation compilation, CancellationToken cancellationToken)
    {
        if (parameter.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax(cancellationToken) is not ParameterSyntax { Type: { } type })
            return default;
        SemanticModel model = compilation.GetSemanticModel(type.SyntaxTree);
        var names = new List<string>();
        if ((type is NullableTypeSyntax nullable ? nullable.ElementType : type) is QualifiedNameSyntax qualified)
        {
            Add(model.GetSymbolInfo(qualified.Left, cancellationToken).Symbol);
            return new(names.ToArray());
        }

        for (SyntaxNode? node = type; node is not null; node = node.Parent)
        {
            if (node is BaseNamespaceDeclarationSyntax block)
            {
                // namespace A.B { using C; } is one block and two namespaces.
                var @namespace = model.GetDeclaredSymbol(block, cancellationToken) as INamespaceSymbol;
                Add(@namespace);
                AddUsings(block.Usings);
                for (NameSyntax name = block.Name; name is QualifiedNameSyntax { Left: var outer }; name = outer)
                    Add(@namespace = @namespace?.ContainingNamespace);
            }
            else if (node is CompilationUnitSyntax file)
            {
                Add(compilation.GlobalNamespace);
                AddUsings(file.Usings);
            }
        }

        // Those of the project come last.
        foreach (IImportScope scope in model.GetImportScopes(type.SpanStart, cancellationToken))
        {
            foreach (ImportedNamespaceOrType import in scope.Imports)
                Add(import.NamespaceOrType);
        }

        return new(names.ToArray());

        void AddUsings(SyntaxList<UsingDirectiveSyntax> usings)
        {
            foreach (UsingDirectiveSyntax @using in usings)
            {
                if (@using is { Alias: null, StaticKeyword.RawKind: 0, Name: { } name })
                    Add(model.GetSymbolInfo(name, cancellationToken).Symbol);
            }
        }

        void Add(ISymbol? symbol)
        {
            if (symbol is INamespaceSymbol @namespace && TypeNames.Namespace(@namespace) is var name && !names.Contains(name))
                names.Add(name);
        }
    }
}
